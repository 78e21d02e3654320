package org.keepgate.network;

import java.util.Arrays;
import org.keepgate.math.Matrix;
import org.keepgate.parameter.ParameterView;

/**
 * The gradient of a bias: the sum of δ over all packed rows, in double because the rows are many.
 */
final class ColumnSums {
  private final double[] sums;

  ColumnSums(int columns) {
    sums = new double[columns];
  }

  void reset() {
    Arrays.fill(sums, 0);
  }

  void add(float[] row) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += row[j];
    }
  }

  /** Adds the first entries of a row to the columns from {@code first} on. */
  void add(float[] row, int first, int count) {
    for (int j = 0; j < count; j++) {
      sums[first + j] += row[j];
    }
  }

  /** Adds the first rows of a matrix; {@code row} is scratch of its width. */
  void add(Matrix delta, int rows, float[] row) {
    for (int n = 0; n < rows; n++) {
      delta.buffer().get(delta.offset() + n * delta.stride(), row, 0, sums.length);
      add(row);
    }
  }

  /** Writes the sums of as many columns as there are biases. */
  void store(float[] gradient, ParameterView bias) {
    for (int j = 0; j < bias.size(); j++) {
      gradient[bias.offset() + j] = (float) sums[j];
    }
  }
}
