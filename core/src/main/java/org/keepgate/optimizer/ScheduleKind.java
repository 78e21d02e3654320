package org.keepgate.optimizer;

import java.util.Arrays;
import java.util.List;

/** The shapes of a learning rate over training, by the names that users write. */
public enum ScheduleKind {
  /** The same throughout. */
  CONSTANT("constant"),
  /** Multiplied by the factor after every so many epochs. */
  STEP("step"),
  /** Multiplied by the factor over every so many epochs, smoothly. */
  EXPONENTIAL("exponential"),
  /**
   * Half a cosine from the step size down to the smallest rate over the whole of training
   * (Loshchilov and Hutter, 2017).
   */
  COSINE("cosine"),
  /** Multiplied by the factor whenever validation has not improved for some time. */
  PLATEAU("plateau");

  private final String key;

  ScheduleKind(String key) {
    this.key = key;
  }

  /** The name that users write. */
  public String key() {
    return key;
  }

  /** All names, in order. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(ScheduleKind::key).toList();
  }

  /**
   * The kind of a name.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  public static ScheduleKind of(String key) {
    for (ScheduleKind kind : values()) {
      if (kind.key.equals(key)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "schedule must be one of " + String.join(", ", keys()) + "; got " + key);
  }
}
