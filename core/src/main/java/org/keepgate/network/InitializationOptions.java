package org.keepgate.network;

import java.io.Serializable;

/**
 * What the parameters of a fresh network are. Biases start at zero but for what the cell asks for.
 *
 * @param weights what all weights are
 * @param scale bound of {@link WeightStart#UNIFORM}, standard deviation of {@link
 *     WeightStart#NORMAL}
 * @param recurrent what the recurrent weights are instead
 */
public record InitializationOptions(WeightStart weights, double scale, RecurrentStart recurrent)
    implements Serializable {

  public InitializationOptions {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) { // false for NaN too
      throw new IllegalArgumentException("initialScale must be positive and finite, got " + scale);
    }
  }

  /** All weights uniform in ±1/√H. */
  public static InitializationOptions defaults() {
    return new InitializationOptions(WeightStart.SCALED_UNIFORM, 0.1, RecurrentStart.SAME);
  }

  /** All weights uniform in ±scale. */
  public static InitializationOptions uniform(double scale) {
    return new InitializationOptions(WeightStart.UNIFORM, scale, RecurrentStart.SAME);
  }

  /** All weights Gaussian with this standard deviation. */
  public static InitializationOptions normal(double deviation) {
    return new InitializationOptions(WeightStart.NORMAL, deviation, RecurrentStart.SAME);
  }

  public InitializationOptions withRecurrent(RecurrentStart start) {
    return new InitializationOptions(weights, scale, start);
  }
}
