package org.keepgate.math;

import java.util.Objects;

/**
 * A row-major window on a buffer: element (r, c) is at {@code offset + r * stride + c}.
 *
 * @param stride floats from one row to the next, at least {@code columns}
 */
public record Matrix(Buffer buffer, int offset, int rows, int columns, int stride) {

  /** Validates that the whole window lies in the buffer. */
  public Matrix {
    if (offset < 0 || rows < 0 || columns < 1 || stride < columns) {
      throw new IllegalArgumentException(
          "a matrix needs offset >= 0, rows >= 0, columns >= 1 and stride >= columns, got offset "
              + offset
              + ", rows "
              + rows
              + ", columns "
              + columns
              + ", stride "
              + stride);
    }
    long end = rows == 0 ? offset : offset + (rows - 1L) * stride + columns;
    if (end > buffer.size()) {
      throw new IllegalArgumentException(
          "a matrix of "
              + rows
              + " x "
              + columns
              + " with stride "
              + stride
              + " at "
              + offset
              + " ends at "
              + end
              + ", the buffer has "
              + buffer.size()
              + " floats");
    }
  }

  /** The dense matrix at the start of a buffer. */
  public static Matrix of(Buffer buffer, int rows, int columns) {
    return new Matrix(buffer, 0, rows, columns, columns);
  }

  /** The window on columns {@code [first, first + count)} of all rows. */
  public Matrix columns(int first, int count) {
    Objects.checkFromIndexSize(first, count, columns);
    return new Matrix(buffer, offset + first, rows, count, stride);
  }

  /** Index in the buffer of the first element of a row. */
  int rowOffset(int row) {
    return offset + row * stride;
  }

  String shape() {
    return rows + " x " + columns;
  }
}
