package org.keepgate.sequence;

/**
 * Minibatches of whole sequences, for full back-propagation through time.
 *
 * <p>Every sequence of the share comes once an epoch, with others of similar length; nothing is
 * dropped, the shortest group may be smaller than the rest. Who is with whom, and the order of the
 * minibatches, are shuffled by (seed, epoch, worker).
 */
public final class Batcher {
  private Batcher() {}

  /**
   * Plans an epoch.
   *
   * @param batchSize the most sequences of a minibatch
   * @param shuffle false: the same minibatches in every epoch, longest first
   */
  public static BatchPlan plan(
      SequenceShare share, int batchSize, long seed, int epoch, int worker, boolean shuffle) {
    return new SegmentPlan(
        share,
        EpochSeed.requirePositive("batchSize", batchSize),
        Integer.MAX_VALUE,
        shuffle ? EpochSeed.random(seed, epoch, worker) : null);
  }
}
