package org.keepgate.network;

import java.util.List;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;

/**
 * States of rows, or ∂L/∂state: each part of the state, such as h and c, is a dense matrix of its
 * own, so that successive rows of a part are one run of memory.
 */
final class States {
  private final Matrix[] parts; // rows × columns of the part
  private final int[] firstColumns; // of each part in the whole state

  private States(Matrix[] parts, int[] firstColumns) {
    this.parts = parts;
    this.firstColumns = firstColumns;
  }

  /**
   * Room for so many rows, all zero.
   *
   * @param columns of each part
   */
  static States of(GemmSession session, int rows, List<Integer> columns) {
    Matrix[] parts = new Matrix[columns.size()];
    int[] firstColumns = new int[parts.length];
    int first = 0;
    for (int k = 0; k < parts.length; k++) {
      parts[k] = Workspace.matrix(session, rows, columns.get(k));
      firstColumns[k] = first;
      first += columns.get(k);
    }
    return new States(parts, firstColumns);
  }

  /** Rows that there is room for. */
  int rows() {
    return parts[0].rows();
  }

  /** The window on columns of the state that are all of one part. */
  Matrix columns(int column, int count) {
    int part = partOf(column);
    return parts[part].columns(column - firstColumns[part], count);
  }

  /** The part that a column of the state belongs to. */
  Matrix part(int column) {
    return parts[partOf(column)];
  }

  /** The same column, counted in its part. */
  int columnInPart(int column) {
    return column - firstColumns[partOf(column)];
  }

  /** The window on rows {@code [first, first + count)}. */
  States window(int first, int count) {
    Matrix[] windows = new Matrix[parts.length];
    for (int k = 0; k < parts.length; k++) {
      Matrix part = parts[k];
      int offset = part.offset() + first * part.stride();
      windows[k] = new Matrix(part.buffer(), offset, count, part.columns(), part.stride());
    }
    return new States(windows, firstColumns);
  }

  /** Sets rows {@code [first, first + count)} to zero. */
  void zero(int first, int count) {
    for (Matrix part : parts) {
      part.buffer().zero(part.offset() + first * part.stride(), count * part.stride());
    }
  }

  /** Copies a row to an array, part after part. */
  void getRow(int row, float[] into, int offset) {
    for (int k = 0; k < parts.length; k++) {
      Matrix part = parts[k];
      int at = part.offset() + row * part.stride();
      part.buffer().get(at, into, offset + firstColumns[k], part.columns());
    }
  }

  /** Copies a row from an array, part after part. */
  void putRow(int row, float[] from, int offset) {
    for (int k = 0; k < parts.length; k++) {
      Matrix part = parts[k];
      int at = part.offset() + row * part.stride();
      part.buffer().put(at, from, offset + firstColumns[k], part.columns());
    }
  }

  private int partOf(int column) {
    int part = parts.length - 1;
    while (firstColumns[part] > column) {
      part--;
    }
    return part;
  }
}
