package org.keepgate.cell;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keepgate.parameter.Initializers;
import org.keepgate.parameter.ParameterView;

/**
 * One row of parameters that meets every row of a step element by element: a peephole, a gain, a
 * bias that only the cell knows. Its gradient is a sum over all rows of all steps, in double.
 */
final class RowParameter {
  private final int columns;
  private final float[] repeated;
  private final double[] sum;
  private @Nullable ParameterView view;
  private int row;

  RowParameter(int columns, int blockRows) {
    this.columns = columns;
    repeated = new float[blockRows * columns];
    sum = new double[columns];
  }

  /** Says where the parameters live: in a row of a view. */
  void place(ParameterView parameters, int rowOfView) {
    view = parameters;
    row = rowOfView;
  }

  private int start() {
    return Objects.requireNonNull(view, "register comes first").index(row, 0);
  }

  /** Sets initial values, the same for a run of columns. */
  void initialize(float[] parameters, int first, int count, double value) {
    ParameterView placed = Objects.requireNonNull(view, "register comes first");
    Initializers.constant(parameters, placed, row * columns + first, count, value);
  }

  void load(float[] parameters) {
    for (int at = 0; at < repeated.length; at += columns) {
      System.arraycopy(parameters, start(), repeated, at, columns);
    }
  }

  /** The parameters, once for every row of a block; not to be written to. */
  float[] repeated() {
    return repeated;
  }

  void beginSum() {
    Arrays.fill(sum, 0);
  }

  /** Adds δ∘source of so many rows: the gradient of parameters that multiply the source. */
  void addToSum(float[] delta, float[] source, int rows) {
    for (int from = 0; from < rows * columns; from += columns) {
      for (int j = 0; j < columns; j++) {
        sum[j] += (double) delta[from + j] * source[from + j];
      }
    }
  }

  /** Adds δ of so many rows: the gradient of a bias. */
  void addToSum(float[] delta, int rows) {
    for (int from = 0; from < rows * columns; from += columns) {
      for (int j = 0; j < columns; j++) {
        sum[j] += delta[from + j];
      }
    }
  }

  void storeGradient(float[] gradient) {
    int start = start();
    for (int j = 0; j < columns; j++) {
      gradient[start + j] = (float) sum[j];
    }
  }
}
