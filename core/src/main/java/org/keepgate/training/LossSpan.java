package org.keepgate.training;

import java.io.Serializable;

/** A worker's mean losses at both ends of a round; NaN where it had no minibatch with a target. */
public final class LossSpan implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double first;
  private final double last;

  /**
   * The losses.
   *
   * @param first of the first minibatch, by the parameters that all started from
   * @param last of the last minibatch, by the worker's own parameters before its last step
   */
  public LossSpan(double first, double last) {
    this.first = first;
    this.last = last;
  }

  /** Of the first minibatch, by the parameters that all started from. */
  public double first() {
    return first;
  }

  /** Of the last minibatch, by the worker's own parameters before its last step. */
  public double last() {
    return last;
  }
}
