package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What the driver must know of one range of the dealing order: how many sequences each length
 * bucket has, and which of them are outsize.
 */
final class RangeFacts implements Serializable {
  private static final long serialVersionUID = 1L;

  final long[] counts = new long[DealingOrder.BUCKETS]; // without the outsize ones
  long steps; // without the outsize ones
  int[] outsize = {}; // lengths, in the order of the range
  int longest;

  /** Counts a sequence of {@code length} steps, the next in the order of the range. */
  void add(int length, long outsizeLimit) {
    longest = Math.max(longest, length);
    if (length > outsizeLimit) {
      outsize = Arrays.copyOf(outsize, outsize.length + 1);
      outsize[outsize.length - 1] = length;
    } else {
      counts[DealingOrder.bucket(length)]++;
      steps += length;
    }
  }

  long sequences() {
    return Arrays.stream(counts).sum() + outsize.length;
  }
}
