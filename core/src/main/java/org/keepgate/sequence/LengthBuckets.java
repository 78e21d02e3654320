package org.keepgate.sequence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.RandomStream;

/**
 * Deals the sequences of a share into groups of similar length.
 *
 * <p>A bucket holds the lengths that agree in their three leading bits (so they differ by a quarter
 * at most) and in their number of segments. Sequences are ordered bucket after bucket, the longest
 * bucket first, at random within one, and cut into groups of equal size; a group is then sorted,
 * longest first. The bucket at each place of the order, hence the number of segments of each group,
 * depends on the lengths alone and never on the order within a bucket.
 */
final class LengthBuckets {
  private LengthBuckets() {}

  /** The shortest length of the bucket of {@code length}: the bucket's name. */
  static int floor(int length, int segmentLength) {
    int shift = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(length) - 3);
    int leadingBits = length >>> shift << shift;
    int segment = (length - 1) / segmentLength * segmentLength + 1;
    return Math.max(leadingBits, segment);
  }

  /**
   * All sequences of the share, in groups of {@code groupSize}: longest bucket first, each group
   * sorted longest first. Shuffled within a bucket unless {@code random} is null.
   */
  static int[] groups(
      SequenceShare share, int groupSize, int segmentLength, @Nullable RandomStream random) {
    int[] candidates = identity(share.count());
    if (random != null) {
      random.shuffle(candidates);
    }
    int[] floors = new int[candidates.length];
    for (int k = 0; k < candidates.length; k++) {
      floors[k] = floor(share.length(candidates[k]), segmentLength);
    }
    int[] order = sortedDescending(candidates, floors, 0, candidates.length);
    int[] grouped = new int[order.length];
    int[] lengths = new int[order.length];
    for (int k = 0; k < order.length; k++) {
      lengths[k] = share.length(order[k]);
    }
    for (int start = 0; start < order.length; start += groupSize) {
      int end = Math.min(order.length, start + groupSize);
      System.arraycopy(
          sortedDescending(order, lengths, start, end), 0, grouped, start, end - start);
    }
    return grouped;
  }

  static int[] identity(int count) {
    int[] values = new int[count];
    Arrays.setAll(values, k -> k);
    return values;
  }

  /** values[start … end) in falling order of their keys; equal keys keep their order. */
  private static int[] sortedDescending(int[] values, int[] keys, int start, int end) {
    long[] keyed = new long[end - start];
    for (int k = 0; k < keyed.length; k++) {
      keyed[k] = (long) (Integer.MAX_VALUE - keys[start + k]) << Integer.SIZE | k;
    }
    Arrays.sort(keyed);
    int[] sorted = new int[keyed.length];
    for (int k = 0; k < keyed.length; k++) {
      sorted[k] = values[start + (int) keyed[k]];
    }
    return sorted;
  }
}
