package org.keepgate.spark.dataset;

import java.io.Serializable;

/**
 * A sequence's place in the order in which sequences are dealt: longest length bucket first, then
 * by the hash of what identifies it, then by the hash of its content.
 *
 * <p>Two sequences that tie are the same sequence twice, so that it does not matter which of them
 * goes where: the two hashes are cut from SHA-256 and make 128 bits together.
 */
final class DealingOrder implements Serializable, Comparable<DealingOrder> {
  private static final long serialVersionUID = 1L;

  /** Number of length buckets. */
  static final int BUCKETS = 232;

  private final int bucket;
  private final long identityHash;
  private final long contentHash;

  DealingOrder(int length, long identityHash, long contentHash) {
    this.bucket = bucket(length);
    this.identityHash = identityHash;
    this.contentHash = contentHash;
  }

  /**
   * The length bucket: lengths up to 15 have their own; from there on each doubling has eight, so
   * that the lengths of a bucket differ by less than an eighth.
   */
  static int bucket(int length) {
    int shift = Math.max(0, 28 - Integer.numberOfLeadingZeros(length)); // keeps four bits
    return (shift << 3) + (length >>> shift);
  }

  int bucket() {
    return bucket;
  }

  /** Which of {@code ranges} equal ranges of the identity's hash, in order, this falls into. */
  int range(int ranges) {
    return (int) (((identityHash >>> 32) * ranges) >>> 32);
  }

  @Override
  public int compareTo(DealingOrder other) {
    if (bucket != other.bucket) {
      return Integer.compare(other.bucket, bucket);
    }
    int byIdentity = Long.compareUnsigned(identityHash, other.identityHash);
    return byIdentity != 0 ? byIdentity : Long.compareUnsigned(contentHash, other.contentHash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DealingOrder order && compareTo(order) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(identityHash);
  }
}
