package org.keepgate.math;

import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * One aligned, zeroed allocation outside of the heap, freed by {@link #free}.
 *
 * <p>It is taken from the C library directly: JavaCPP's own allocations count the resident memory
 * of the whole process, Java heap included, against a limit made of the heap's size, and would
 * refuse where there is plenty.
 */
final class NativeMemory {
  private static final long CACHE_LINE = 64;
  private static final long HUGE_PAGE = 2L << 20;

  private final Pointer start;
  private @Nullable Pointer allocation;

  /**
   * Allocates.
   *
   * @throws IllegalStateException if the system has no such amount
   */
  NativeMemory(long bytes) {
    long alignment = bytes >= HUGE_PAGE ? HUGE_PAGE : CACHE_LINE;
    long total = Math.max(1, bytes) + alignment;
    Pointer pointer = Pointer.calloc(1, total);
    if (pointer == null || pointer.isNull()) {
      throw new IllegalStateException(
          "cannot allocate "
              + total
              + " bytes of native memory for matrix products; free memory on this machine, or give"
              + " the container more (on Spark: spark.executor.memoryOverhead)");
    }
    allocation = pointer;
    start = pointer.getPointer(-pointer.address() & (alignment - 1)).limit(bytes);
  }

  /** A new cursor at the first byte; it dies with the memory. */
  Pointer start() {
    return new Pointer(start);
  }

  void free() {
    if (allocation != null) {
      Pointer.free(allocation);
      allocation = null;
    }
  }
}
