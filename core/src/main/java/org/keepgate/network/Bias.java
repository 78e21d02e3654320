package org.keepgate.network;

import org.jspecify.annotations.Nullable;
import org.keepgate.math.Matrix;
import org.keepgate.parameter.ParameterView;

/** The bias of pre-activations: of the first columns, or of all; the others have zero. */
final class Bias {
  private final @Nullable ParameterView view; // none: all columns have zero
  private final float[] values;
  private final float[] row;
  private final ColumnSums sums;

  Bias(@Nullable ParameterView view, int columns) {
    this.view = view;
    values = new float[columns];
    row = new float[columns];
    sums = new ColumnSums(columns);
  }

  /** Copies the bias out of a flat parameter array. */
  void load(float[] parameters) {
    if (view != null) {
      System.arraycopy(parameters, view.offset(), values, 0, view.size());
    }
  }

  /** One value a column; not to be written to. */
  float[] values() {
    return values;
  }

  /** Overwrites the first rows of a matrix with the bias. */
  void setRows(Matrix matrix, int rows) {
    for (int n = 0; n < rows; n++) {
      int at = matrix.offset() + n * matrix.stride();
      matrix.buffer().put(at, values, 0, values.length);
    }
  }

  /** Sets the gradient: the sum of the first rows of δ. */
  void sumRows(Matrix delta, int rows, float[] gradient) {
    beginSum();
    sums.add(delta, rows, row);
    endSum(gradient);
  }

  void beginSum() {
    sums.reset();
  }

  void add(float[] delta) {
    sums.add(delta);
  }

  void endSum(float[] gradient) {
    if (view != null) {
      sums.store(gradient, view);
    }
  }
}
