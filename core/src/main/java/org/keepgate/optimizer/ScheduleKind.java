package org.keepgate.optimizer;

import org.keepgate.sequence.Keyed;

/** The shapes of a learning rate over training, by the names that users write. */
public enum ScheduleKind implements Keyed {
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

  @Override
  public String key() {
    return key;
  }
}
