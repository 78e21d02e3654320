package org.keepgate.training;

import org.keepgate.sequence.Keyed;

/**
 * What becomes of the workers' optimizer states at the end of a round, by the names that users
 * write.
 */
public enum OptimizerStatePolicy implements Keyed {
  /** Averaged like the parameters, weighted by work; its step is the weighted mean, rounded. */
  AVERAGE("average"),
  /** Every worker starts every round with a state of zeros. */
  RESET("reset");

  private final String key;

  OptimizerStatePolicy(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }
}
