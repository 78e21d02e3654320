package org.keepgate.spark.job;

import org.jspecify.annotations.Nullable;

/**
 * One training of a comparison.
 *
 * @param figure on what is held out; NaN where it failed
 * @param seconds of the training
 * @param epochs that were trained
 * @param failure why there is no figure, in a sentence; null where there is one
 */
record Trial(
    Variant variant,
    long seed,
    double figure,
    double seconds,
    int epochs,
    @Nullable String failure) {

  boolean succeeded() {
    return failure == null;
  }
}
