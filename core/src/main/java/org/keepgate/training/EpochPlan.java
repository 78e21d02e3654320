package org.keepgate.training;

import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.SegmentBatcher;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.sequence.StreamBatcher;
import org.keepgate.sequence.TargetKind;

/**
 * Which minibatches a worker's epoch has: whole sequences for full BPTT; for truncated BPTT, texts
 * joined into a stream, or segments of each sequence.
 */
final class EpochPlan {
  private EpochPlan() {}

  static BatchPlan of(SequenceShare share, TrainingOptions options, int epoch, int worker) {
    int batchSize = options.batchSize();
    int segmentLength = options.segmentLength();
    long seed = options.seed();
    boolean shuffle = options.shuffle();
    if (segmentLength == 0) {
      return Batcher.plan(share, batchSize, seed, epoch, worker, shuffle);
    }
    return share.format().targetKind() == TargetKind.NEXT_SYMBOL
        ? StreamBatcher.plan(share, batchSize, segmentLength, seed, epoch, worker, shuffle)
        : SegmentBatcher.plan(share, batchSize, segmentLength, seed, epoch, worker, shuffle);
  }
}
