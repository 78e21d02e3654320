package org.keepgate.sequence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.RandomStream;

/**
 * An epoch of groups of whole sequences, each group cut into segments: what {@link Batcher} (one
 * segment) and {@link SegmentBatcher} have in common.
 */
final class SegmentPlan implements BatchPlan {
  private final SequenceShare share;
  private final int batchSize;
  private final int segmentLength;
  private final int[] grouped; // [count] sequences, group after group
  private final int[] groupOrder; // [groups] in which they are trained
  private final int[] firstMinibatches; // [groups + 1] of the groups in that order
  private final int maxSteps;
  private final long maxTotalRows;

  /**
   * @param random shuffles composition and order; null for neither
   */
  SegmentPlan(
      SequenceShare share, int batchSize, int segmentLength, @Nullable RandomStream random) {
    this.share = share;
    this.batchSize = Math.min(batchSize, Math.max(1, share.count())); // sums of it stay ints
    this.segmentLength = segmentLength;
    this.grouped = LengthBuckets.groups(share, this.batchSize, segmentLength, random);
    this.groupOrder =
        LengthBuckets.identity((grouped.length - 1 + this.batchSize) / this.batchSize);
    if (random != null) {
      random.shuffle(groupOrder);
    }
    this.firstMinibatches = new int[groupOrder.length + 1];
    for (int g = 0; g < groupOrder.length; g++) {
      int longest = share.length(grouped[groupOrder[g] * this.batchSize]);
      int segments = (longest - 1) / segmentLength + 1;
      firstMinibatches[g + 1] = Math.addExact(firstMinibatches[g], segments);
    }
    int[] lengths = new int[grouped.length];
    Arrays.setAll(lengths, share::length);
    Arrays.sort(lengths);
    this.maxSteps = lengths.length == 0 ? 0 : Math.min(segmentLength, lengths[lengths.length - 1]);
    this.maxTotalRows = maxTotalRows(lengths, this.batchSize, segmentLength);
  }

  @Override
  public int minibatches() {
    return firstMinibatches[groupOrder.length];
  }

  @Override
  public void fill(int index, Minibatch into) {
    if (index < 0 || index >= minibatches()) {
      throw new IllegalArgumentException(
          "minibatch " + index + " of a plan of " + minibatches() + " minibatches");
    }
    int place = groupAt(index);
    int fromStep = (index - firstMinibatches[place]) * segmentLength;
    int start = groupOrder[place] * batchSize;
    int end = Math.min(grouped.length, start + batchSize);
    into.begin(fromStep > 0);
    int rows = 0;
    while (start + rows < end && share.length(grouped[start + rows]) > fromStep) {
      into.addRow(grouped[start + rows], stepsFrom(fromStep, grouped[start + rows]));
      rows++;
    }
    into.layOut();
    for (int row = 0; row < rows; row++) {
      share.copyTo(grouped[start + row], fromStep, into.length(row), into, row, 0);
    }
  }

  @Override
  public SequencePlace place(int index, int row, int step) {
    int place = groupAt(index);
    int fromStep = (index - firstMinibatches[place]) * segmentLength;
    return new SequencePlace(grouped[groupOrder[place] * batchSize + row], fromStep + step);
  }

  /** The place in the order of the group that a minibatch is of. */
  private int groupAt(int index) {
    int found = Arrays.binarySearch(firstMinibatches, index);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public int maxRows() {
    return Math.min(batchSize, grouped.length);
  }

  @Override
  public int maxSteps() {
    return maxSteps;
  }

  @Override
  public long maxTotalRows() {
    return maxTotalRows;
  }

  private int stepsFrom(int fromStep, int sequence) {
    return Math.min(segmentLength, share.length(sequence) - fromStep);
  }

  /** The first segment of the longest sequences: no group of any epoch has more. */
  private static long maxTotalRows(int[] risingLengths, int batchSize, int segmentLength) {
    long total = 0;
    for (int k = Math.max(0, risingLengths.length - batchSize); k < risingLengths.length; k++) {
      total += Math.min(segmentLength, risingLengths[k]);
    }
    return total;
  }
}
