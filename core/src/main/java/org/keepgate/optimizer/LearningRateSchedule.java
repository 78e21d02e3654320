package org.keepgate.optimizer;

/** The learning rate as a function of how far training has come; never of the clock. */
@FunctionalInterface
public interface LearningRateSchedule {

  /**
   * The rate of a step.
   *
   * @param epochs epochs done, with their fraction: 2.25 is a quarter of the way through the third
   */
  double rate(double epochs);
}
