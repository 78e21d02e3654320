package org.keepgate.network;

import org.keepgate.math.Matrix;

/** The search for a row with a value that is not finite; slow, for what has gone wrong. */
final class FiniteRows {
  private FiniteRows() {}

  /**
   * The first of the rows from 0 to {@code count}, or the last, with such a value; −1 if there is
   * none.
   */
  static int firstBad(Matrix values, int count, boolean fromTheEnd) {
    float[] row = new float[values.columns()];
    for (int k = 0; k < count; k++) {
      int n = fromTheEnd ? count - 1 - k : k;
      values.buffer().get(values.offset() + n * values.stride(), row, 0, row.length);
      if (!isFinite(row)) {
        return n;
      }
    }
    return -1;
  }

  private static boolean isFinite(float[] row) {
    for (float value : row) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
