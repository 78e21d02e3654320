package org.keepgate.math;

/**
 * Pseudo-random numbers with the same bits on every machine and JDK: SplitMix64 (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", 2014).
 *
 * <p>Not for cryptography, and not for sharing between threads.
 */
public final class RandomStream {
  /** The odd integer nearest to 2⁶⁴ / golden ratio: the step of the underlying counter. */
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long counter;

  /** The stream of a seed. Different seeds give unrelated streams. */
  public RandomStream(long seed) {
    counter = seed;
  }

  /**
   * The seed of a purpose: mixes for example (seed, epoch, worker, minibatch) into one number.
   * Every part counts, and so do their order and their number.
   */
  public static long mix(long... parts) {
    long mixed = scramble(parts.length);
    for (long part : parts) {
      mixed = scramble((mixed ^ scramble(part + GAMMA)) + GAMMA);
    }
    return mixed;
  }

  /** The next 64 random bits. */
  public long nextLong() {
    counter += GAMMA;
    return scramble(counter);
  }

  /** A number in {@code [0, bound)}, each equally likely. */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, got " + bound);
    }
    while (true) {
      long bits = nextLong() >>> 33;
      long value = bits % bound;
      if (bits - value + bound <= 1L << 31) { // else in the incomplete last interval: draw again
        return (int) value;
      }
    }
  }

  /** A number in [0, 1), a multiple of 2⁻²⁴. */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /** A number in [0, 1), a multiple of 2⁻⁵³. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** A normally distributed number of mean 0 and variance 1 (Box and Muller, 1958). */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
  }

  /** Brings the values into a random order, each order equally likely (Fisher and Yates). */
  public void shuffle(int[] values) {
    for (int last = values.length - 1; last > 0; last--) {
      int other = nextInt(last + 1);
      int value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }

  private static long scramble(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
