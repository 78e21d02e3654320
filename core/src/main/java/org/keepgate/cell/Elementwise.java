package org.keepgate.cell;

/**
 * The loops that cells are made of. Every array has the same index: that is the form the compiler
 * turns into vector instructions.
 */
final class Elementwise {
  /** Elements of a block: long enough for vector loops, short enough for the first-level cache. */
  private static final int BLOCK = 1024;

  private Elementwise() {}

  /** How many rows of so many columns are worked on at once. */
  static int rowsOfBlock(int columns) {
    return Math.max(1, BLOCK / columns);
  }

  /** c = a∘b. */
  static void product(float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = a[j] * b[j];
    }
  }

  /** c += a∘b. */
  static void addProduct(float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] += a[j] * b[j];
    }
  }

  /** e = a∘b + c∘d, as a new cell state is f∘c' + i∘g. */
  static void sumOfProducts(float[] a, float[] b, float[] c, float[] d, float[] e, int n) {
    for (int j = 0; j < n; j++) {
      e[j] = Math.fma(a[j], b[j], c[j] * d[j]);
    }
  }

  /** c = a∘(1 − b). */
  static void productWithComplement(float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = a[j] * (1 - b[j]);
    }
  }

  /** d = a∘(b − c). */
  static void productWithDifference(float[] a, float[] b, float[] c, float[] d, int n) {
    for (int j = 0; j < n; j++) {
      d[j] = a[j] * (b[j] - c[j]);
    }
  }

  /** c += a. */
  static void add(float[] a, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] += a[j];
    }
  }

  /** c −= a. */
  static void subtract(float[] a, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] -= a[j];
    }
  }

  /** c = 1 − a. */
  static void complement(float[] a, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = 1 - a[j];
    }
  }

  /** c = a where the share is 1, b where it is 0: share∘a + (1 − share)∘b. */
  static void mix(float[] share, float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = Math.fma(share[j], a[j] - b[j], b[j]);
    }
  }

  /** d = d∘y(1 − y), the derivative of y = σ(x). */
  static void timesLogisticDerivative(float[] y, float[] d, int n) {
    for (int j = 0; j < n; j++) {
      d[j] *= y[j] * (1 - y[j]);
    }
  }

  /** d = d∘(1 − y²), the derivative of y = tanh(x). */
  static void timesTanhDerivative(float[] y, float[] d, int n) {
    for (int j = 0; j < n; j++) {
      d[j] *= 1 - y[j] * y[j];
    }
  }

  /** δ = error∘gated∘gate(1 − gate), of a gate in gate∘gated. */
  static void errorOfGate(float[] error, float[] gated, float[] gate, float[] delta, int n) {
    for (int j = 0; j < n; j++) {
      delta[j] = error[j] * gated[j] * gate[j] * (1 - gate[j]);
    }
  }

  /** Bounds d to [−limit, limit]; no limit when that is 0. */
  static void clip(float limit, float[] d, int n) {
    if (limit > 0) {
      for (int j = 0; j < n; j++) {
        d[j] = Math.max(-limit, Math.min(limit, d[j]));
      }
    }
  }
}
