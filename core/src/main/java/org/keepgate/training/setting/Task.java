package org.keepgate.training.setting;

import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Keyed;

/** What a network is trained for, by the names that users write. */
public enum Task implements Keyed {
  /** Predicts each next symbol of texts. */
  LANGUAGE_MODEL("language-model"),
  /** One class for a sequence. */
  CLASSIFY("classify"),
  /** A class at every step of a sequence. */
  TAG("tag"),
  /** The next values of a series. */
  FORECAST("forecast"),
  /** Values of a sequence, or values at every step of it. */
  REGRESS("regress"),
  /** Any number of labels at once, at every step or for a sequence. */
  MULTILABEL("multilabel"),
  /** The labels of a sequence in their order, without their places. */
  TRANSCRIBE("transcribe"),
  /** The density of the next value of a series. */
  DENSITY("density"),
  /** The density of each next move of a pen, and whether its stroke ends there. */
  HANDWRITING("handwriting");

  private final String key;

  Task(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }

  /** All names, for a sentence. */
  public static String keys() {
    return String.join(", ", Keyed.keys(Task.class));
  }

  /**
   * The task of a name.
   *
   * @throws InputException when there is no such task
   */
  public static Task of(String key) {
    return Keyed.find(Task.class, key)
        .orElseThrow(() -> new InputException(Keyed.unknown(Task.class, "task", key)));
  }

  @Override
  public String toString() {
    return key;
  }
}
