package org.keepgate.math;

/**
 * Floats in the memory that a provider multiplies from: native memory, or a heap array.
 *
 * <p>A buffer belongs to the {@link GemmSession} that allocated it and dies with it. Ranges are
 * checked; a range outside of the buffer is an {@link IndexOutOfBoundsException}.
 */
public abstract class Buffer {
  private final GemmSession owner;
  private final int size;

  Buffer(GemmSession owner, int size) {
    this.owner = owner;
    this.size = size;
  }

  /** Number of floats. */
  public final int size() {
    return size;
  }

  /** Copies floats {@code [index, index + count)} of this buffer to the array. */
  public abstract void get(int index, float[] into, int offset, int count);

  /** Overwrites floats {@code [index, index + count)} of this buffer from the array. */
  public abstract void put(int index, float[] from, int offset, int count);

  /**
   * Copies floats {@code [index, index + count)} to another buffer of the same session, or to
   * another place in this one when the ranges do not overlap.
   */
  public abstract void copyTo(int index, Buffer target, int targetIndex, int count);

  /** Overwrites floats {@code [index, index + count)} with zero. */
  public abstract void zero(int index, int count);

  final GemmSession owner() {
    return owner;
  }

  final void requireSameSession(Buffer other) {
    if (other.owner != owner) {
      throw new IllegalArgumentException(
          "both buffers must be of the same session; copy through a float[] instead");
    }
  }
}
