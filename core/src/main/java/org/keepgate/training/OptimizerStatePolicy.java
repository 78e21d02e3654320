package org.keepgate.training;

import java.util.Arrays;
import java.util.List;

/**
 * What becomes of the workers' optimizer states at the end of a round, by the names that users
 * write.
 */
public enum OptimizerStatePolicy {
  /** Averaged like the parameters, weighted by work; its step is the weighted mean, rounded. */
  AVERAGE("average"),
  /** Every worker starts every round with a state of zeros. */
  RESET("reset");

  private final String key;

  OptimizerStatePolicy(String key) {
    this.key = key;
  }

  /** The name that users write. */
  public String key() {
    return key;
  }

  /** All names, in order. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(OptimizerStatePolicy::key).toList();
  }

  /**
   * The policy of a name.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  public static OptimizerStatePolicy of(String key) {
    for (OptimizerStatePolicy policy : values()) {
      if (policy.key.equals(key)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "optimizerState must be one of " + String.join(", ", keys()) + "; got " + key);
  }
}
