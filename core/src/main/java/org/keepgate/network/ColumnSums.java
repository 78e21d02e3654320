package org.keepgate.network;

import java.util.Arrays;
import org.keepgate.math.Matrix;
import org.keepgate.parameter.ParameterView;

/**
 * The gradient of a bias: the sum of δ over all packed rows. A few rows are summed in float, which
 * compilers turn into vector instructions, and such sums in double, because the rows are many.
 */
final class ColumnSums {
  private static final int FEW = 16; // rows: their float sum is off by at most 15 · 2⁻²⁴

  private final double[] sums;
  private final float[] fewSums;
  private int few;

  ColumnSums(int columns) {
    sums = new double[columns];
    fewSums = new float[columns];
  }

  void reset() {
    Arrays.fill(sums, 0);
    Arrays.fill(fewSums, 0);
    few = 0;
  }

  void add(float[] row) {
    for (int j = 0; j < fewSums.length; j++) {
      fewSums[j] += row[j];
    }
    count();
  }

  /** Adds the first entries of a row to the columns from {@code first} on. */
  void add(float[] row, int first, int count) {
    for (int j = 0; j < count; j++) {
      fewSums[first + j] += row[j];
    }
    count();
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
    addFew();
    for (int j = 0; j < bias.size(); j++) {
      gradient[bias.offset() + j] = (float) sums[j];
    }
  }

  private void count() {
    if (++few == FEW) {
      addFew();
    }
  }

  private void addFew() {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += fewSums[j];
    }
    Arrays.fill(fewSums, 0);
    few = 0;
  }
}
