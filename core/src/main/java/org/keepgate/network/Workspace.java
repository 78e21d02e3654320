package org.keepgate.network;

import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;

/**
 * Allocates the matrices of a workspace; one that would be too large says which setting to lower.
 */
final class Workspace {
  private Workspace() {}

  static Matrix matrix(GemmSession session, int rows, int columns) {
    long size = (long) rows * columns;
    if (size > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "a minibatch of "
              + rows
              + " packed rows with "
              + columns
              + " columns is too large:"
              + " lower batchSize, segmentLength or hiddenSize");
    }
    return Matrix.of(session.allocate((int) Math.max(1, size)), rows, columns);
  }
}
