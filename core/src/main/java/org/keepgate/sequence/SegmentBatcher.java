package org.keepgate.sequence;

/**
 * Minibatches of segments, for truncated back-propagation through time over sequences of any length
 * in memory of batchSize × segmentLength steps.
 *
 * <p>Groups of sequences of similar length, sorted longest first, are cut into segments; the
 * segments of a group follow one another and carry their state over ({@link
 * Minibatch#continues()}), while rows leave as their sequences end. Every sequence comes once an
 * epoch; the groups and their order are shuffled by (seed, epoch, worker).
 */
public final class SegmentBatcher {
  private SegmentBatcher() {}

  /**
   * Plans an epoch.
   *
   * @param batchSize the most sequences side by side
   * @param segmentLength the most steps of a minibatch
   * @param shuffle false: the same minibatches in every epoch, longest first
   * @throws InputException when the targets are label sequences, whose losses are of whole
   *     sequences
   */
  public static BatchPlan plan(
      SequenceShare share,
      int batchSize,
      int segmentLength,
      long seed,
      int epoch,
      int worker,
      boolean shuffle) {
    if (share.format().targetKind() == TargetKind.LABEL_SEQUENCE) {
      throw new InputException(
          "segmentLength: a label sequence has its loss over the whole input, which cannot be cut;"
              + " expected 0, found "
              + segmentLength);
    }
    return new SegmentPlan(
        share,
        EpochSeed.requirePositive("batchSize", batchSize),
        EpochSeed.requirePositive("segmentLength", segmentLength),
        shuffle ? EpochSeed.random(seed, epoch, worker) : null);
  }
}
