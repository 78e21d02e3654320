package org.keepgate.parameter;

import org.keepgate.math.RandomStream;

/**
 * Fills views of a fresh parameter array; each view draws from its own seed, so adding one leaves
 * the others as they were.
 */
public final class Initializers {
  private Initializers() {}

  /** Uniform in [−limit, limit). */
  public static void uniform(float[] parameters, ParameterView view, double limit, long seed) {
    RandomStream random = new RandomStream(RandomStream.mix(seed, view.name().hashCode()));
    for (int row = 0; row < view.rows(); row++) {
      for (int column = 0; column < view.columns(); column++) {
        parameters[view.index(row, column)] = (float) ((2 * random.nextDouble() - 1) * limit);
      }
    }
  }

  /** Sets elements [first, first + count) of a vector to a value. */
  public static void constant(
      float[] parameters, ParameterView view, int first, int count, double value) {
    for (int i = 0; i < count; i++) {
      parameters[view.offset() + first + i] = (float) value;
    }
  }
}
