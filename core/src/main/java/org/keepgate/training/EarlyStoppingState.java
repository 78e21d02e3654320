package org.keepgate.training;

import org.jspecify.annotations.Nullable;

/**
 * What early stopping remembers.
 *
 * @param best smallest mean validation loss so far; infinite before the first
 * @param bestRound rounds done at the best validation; 0 before the first
 * @param worse validations in a row that were not better
 * @param bestParameters of the best validation; null before the first. Not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record EarlyStoppingState(
    double best, int bestRound, int worse, float @Nullable [] bestParameters) {

  /** Before the first validation. */
  public static EarlyStoppingState start() {
    return new EarlyStoppingState(Double.POSITIVE_INFINITY, 0, 0, null);
  }
}
