package org.keepgate.spark.dataset;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Keyed;

/** What a sequence of the input is for. */
public enum Part implements Keyed {
  /** The network learns from it. */
  TRAINING,
  /** Watched while training: early stopping and the plateau schedule look at it. */
  VALIDATION,
  /** Looked at once, when training has ended. */
  TEST;

  @Override
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part that a word in a split column means; null when it means none. */
  static @Nullable Part ofWord(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "train", "training" -> TRAINING;
      case "valid", "validation", "dev" -> VALIDATION;
      case "test" -> TEST;
      default -> null;
    };
  }
}
