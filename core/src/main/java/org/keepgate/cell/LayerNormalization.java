package org.keepgate.cell;

/**
 * Rows brought to mean 0 and variance 1, forward and backward (Ba, Kiros and Hinton, 2016, equation
 * 15 without gain and bias).
 *
 * <pre>
 *   v̂ = (v − mean v) / d,  d = √(mean (v − mean v)² + ε)           over the columns of a row
 *   ∂L/∂v = (∂L/∂v̂ − mean ∂L/∂v̂ − v̂ mean(∂L/∂v̂ ∘ v̂)) / d
 * </pre>
 *
 * <p>ε is there for rows without variance, such as R h' of the first step: they become 0. Sums are
 * taken in double, four at a time.
 */
final class LayerNormalization {
  private static final double EPSILON = 1e-8;

  private final int columns;

  LayerNormalization(int columns) {
    this.columns = columns;
  }

  /** Normalises so many rows in place; 1/d of each goes to {@code scale}. */
  void forward(float[] v, float[] scale, int rows) {
    for (int row = 0; row < rows; row++) {
      int from = row * columns;
      float mean = (float) (sum(v, from) / columns);
      for (int j = from; j < from + columns; j++) {
        v[j] -= mean;
      }
      double variance = sumOfProducts(v, v, from) / columns;
      scale[row] = (float) (1 / Math.sqrt(variance + EPSILON));
      for (int j = from; j < from + columns; j++) {
        v[j] *= scale[row];
      }
    }
  }

  /** From ∂L/∂v̂ of so many rows, in its place: ∂L/∂v. */
  void backward(float[] error, float[] normalized, float[] scale, int rows) {
    for (int row = 0; row < rows; row++) {
      int from = row * columns;
      float mean = (float) (sum(error, from) / columns);
      float share = (float) (sumOfProducts(error, normalized, from) / columns);
      for (int j = from; j < from + columns; j++) {
        error[j] = (error[j] - mean - normalized[j] * share) * scale[row];
      }
    }
  }

  private double sum(float[] v, int from) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = from + columns;
    int j = from;
    for (; j + 3 < end; j += 4) {
      a += v[j];
      b += v[j + 1];
      c += v[j + 2];
      d += v[j + 3];
    }
    for (; j < end; j++) {
      a += v[j];
    }
    return (a + b) + (c + d);
  }

  private double sumOfProducts(float[] v, float[] w, int from) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = from + columns;
    int j = from;
    for (; j + 3 < end; j += 4) {
      a += (double) v[j] * w[j];
      b += (double) v[j + 1] * w[j + 1];
      c += (double) v[j + 2] * w[j + 2];
      d += (double) v[j + 3] * w[j + 3];
    }
    for (; j < end; j++) {
      a += (double) v[j] * w[j];
    }
    return (a + b) + (c + d);
  }
}
