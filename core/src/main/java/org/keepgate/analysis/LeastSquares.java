package org.keepgate.analysis;

/**
 * Linear least squares of few weights and many rows: min_w Σ (w·x − y)², by the normal equations.
 *
 * <pre>
 *   A = Σ x xᵀ,  b = Σ x y,  A w = b,  A = L Lᵀ  (Cholesky)
 * </pre>
 *
 * <p>Inputs are expected to be about standardized. An input that the ones before it determine gets
 * the weight 0.
 */
final class LeastSquares {
  private static final double DETERMINED = 1e-10; // of an input's own square sum

  private final int size;
  private final double[][] products; // A, lower triangle
  private final double[] moments; // b

  LeastSquares(int size) {
    this.size = size;
    this.products = new double[size][size];
    this.moments = new double[size];
  }

  void add(double[] inputs, double target) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] += inputs[i] * inputs[j];
      }
      moments[i] += inputs[i] * target;
    }
  }

  double[] solve() {
    double[][] factor = factor();
    double[] weights = moments.clone();
    for (int i = 0; i < size; i++) { // L v = b
      for (int j = 0; j < i; j++) {
        weights[i] -= factor[i][j] * weights[j];
      }
      weights[i] = factor[i][i] == 0 ? 0 : weights[i] / factor[i][i];
    }
    for (int i = size - 1; i >= 0; i--) { // Lᵀ w = v
      for (int j = i + 1; j < size; j++) {
        weights[i] -= factor[j][i] * weights[j];
      }
      weights[i] = factor[i][i] == 0 ? 0 : weights[i] / factor[i][i];
    }
    return weights;
  }

  /** L; the row and column of a determined input are 0. */
  private double[][] factor() {
    double[][] factor = new double[size][size];
    for (int j = 0; j < size; j++) {
      double pivot = remainder(factor, j, j);
      if (pivot <= DETERMINED * products[j][j]) {
        continue;
      }
      factor[j][j] = Math.sqrt(pivot);
      for (int i = j + 1; i < size; i++) {
        factor[i][j] = remainder(factor, i, j) / factor[j][j];
      }
    }
    return factor;
  }

  private double remainder(double[][] factor, int i, int j) {
    double remainder = products[i][j];
    for (int k = 0; k < j; k++) {
      remainder -= factor[i][k] * factor[j][k];
    }
    return remainder;
  }
}
