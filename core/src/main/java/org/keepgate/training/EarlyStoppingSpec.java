package org.keepgate.training;

import java.io.Serializable;

/**
 * When to stop because validation no longer improves; the parameters of the best validation are
 * then the result.
 *
 * @param patience validations in a row without improvement after which training stops; 0 = never,
 *     and the last parameters are the result
 * @param minimumDelta by how much the mean validation loss must fall to count as improvement
 */
public record EarlyStoppingSpec(int patience, double minimumDelta) implements Serializable {

  public EarlyStoppingSpec {
    if (patience < 0) {
      throw new IllegalArgumentException("patience must be at least 0, got " + patience);
    }
    if (!(minimumDelta >= 0 && minimumDelta < Double.POSITIVE_INFINITY)) { // false for NaN too
      throw new IllegalArgumentException(
          "minimumDelta must be at least 0 and finite, got " + minimumDelta);
    }
  }

  /** Train to the end. */
  public static EarlyStoppingSpec off() {
    return new EarlyStoppingSpec(0, 0);
  }

  /** Whether validation may end the training. */
  public boolean isOn() {
    return patience > 0;
  }
}
