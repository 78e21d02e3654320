package org.keepgate.sequence;

import org.keepgate.math.RandomStream;

/** The randomness of one worker's epoch, and the bounds that all batchers check. */
final class EpochSeed {
  private static final long ORDER_OF_SEQUENCES =
      0x6f72646572L; // "order": apart from other uses of the seed

  private EpochSeed() {}

  static RandomStream random(long seed, int epoch, int worker) {
    return new RandomStream(RandomStream.mix(seed, epoch, worker, ORDER_OF_SEQUENCES));
  }

  static int requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }
    return value;
  }
}
