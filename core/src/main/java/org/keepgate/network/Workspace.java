package org.keepgate.network;

import org.keepgate.math.Buffer;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;

/**
 * Allocates the matrices of a workspace; one that would be too large says which setting to lower.
 */
final class Workspace {
  private Workspace() {}

  /** Rows so many floats apart, or a multiple of it, fall on the same few sets of a cache. */
  private static final int SAME_SETS = 512;

  private static final int CACHE_LINE = 16; // floats

  static Matrix matrix(GemmSession session, int rows, int columns) {
    return matrix(session, rows, columns, columns);
  }

  /**
   * A large matrix whose rows do not fall on the same sets of the caches: products that walk down
   * its columns are up to a sixth faster.
   */
  static Matrix spreadMatrix(GemmSession session, int rows, int columns) {
    return matrix(
        session, rows, columns, columns % SAME_SETS == 0 ? columns + CACHE_LINE : columns);
  }

  private static Matrix matrix(GemmSession session, int rows, int columns, int stride) {
    long size = (long) rows * stride;
    if (size > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "a minibatch of "
              + rows
              + " packed rows with "
              + columns
              + " columns is too large:"
              + " lower batchSize, segmentLength or hiddenSize");
    }
    Buffer buffer = session.allocate((int) Math.max(1, size));
    return new Matrix(buffer, 0, rows, columns, stride);
  }
}
