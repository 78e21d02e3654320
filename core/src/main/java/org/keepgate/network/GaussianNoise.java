package org.keepgate.network;

import org.keepgate.math.RandomStream;

/** Adds Gaussian noise of mean zero to a copy of numbers; the same seed gives the same noise. */
public final class GaussianNoise {
  private final double deviation;

  /**
   * Noise of a standard deviation.
   *
   * @param deviation of at least 0
   */
  public GaussianNoise(double deviation) {
    this.deviation = deviation;
  }

  /** Sets {@code into} to {@code from} plus noise, for the first {@code count} numbers. */
  public void add(float[] from, float[] into, int count, long seed) {
    RandomStream random = new RandomStream(seed);
    for (int j = 0; j < count; j++) {
      into[j] = (float) (from[j] + deviation * random.nextGaussian());
    }
  }
}
