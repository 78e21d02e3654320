package org.keepgate.parameter;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One named matrix inside the flat array of a network: the same view opens on parameters, gradient,
 * optimizer moments and averages alike.
 *
 * <p>The logical shape is {@code rows × columns}. A column-major view stores the matrix column
 * after column: the input weights of a layer that is fed by symbols are kept so, because a symbol
 * then reads and trains one contiguous run. Files always show the logical, row-major tensor.
 */
public final class ParameterView implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final int offset;
  private final int rows;
  private final int columns;
  private final boolean columnMajor;
  private final boolean vector;

  ParameterView(
      String name, int offset, int rows, int columns, boolean columnMajor, boolean vector) {
    this.name = name;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.columnMajor = columnMajor;
    this.vector = vector;
  }

  /** Name of the tensor in a model file, such as {@code layers.0.forward.recurrentWeights}. */
  public String name() {
    return name;
  }

  /** Index of the first element in the flat array. */
  public int offset() {
    return offset;
  }

  /** Logical rows; a vector has one row. */
  public int rows() {
    return rows;
  }

  /** Logical columns; the length of a vector. */
  public int columns() {
    return columns;
  }

  /**
   * Whether element (r, c) is stored at {@code offset + c·rows + r} instead of {@code offset +
   * r·columns + c}.
   */
  public boolean columnMajor() {
    return columnMajor;
  }

  /**
   * Logical shape as files show it: {@code [columns]} for a vector, else {@code [rows, columns]}.
   */
  public int[] shape() {
    return vector ? new int[] {columns} : new int[] {rows, columns};
  }

  /** Number of elements. */
  public int size() {
    return rows * columns;
  }

  /** Index of element (row, column) in the flat array. */
  public int index(int row, int column) {
    return offset + (columnMajor ? column * rows + row : row * columns + column);
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(shape());
  }
}
