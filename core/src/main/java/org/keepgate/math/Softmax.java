package org.keepgate.math;

/**
 * Softmax of a row, p_k = exp(a_k − max a) / Σ_j exp(a_j − max a). It has scratch arrays of its own
 * and belongs to one thread.
 */
public final class Softmax {
  /**
   * Independent partial sums, so that the additions need not wait for each other; the order is
   * fixed.
   */
  private static final int LANES = 8;

  private final float[] lanes = new float[LANES];
  private final float[] shifted;

  /** For rows of at most so many entries. */
  public Softmax(int entries) {
    shifted = new float[entries];
  }

  /** Turns the first {@code n} entries of a row into their softmax, in place. */
  public void apply(float[] row, int n) {
    float max = maximum(row, n);
    for (int k = 0; k < n; k++) {
      shifted[k] = row[k] - max;
    }
    Activations.exp(shifted, row, n); // of two arrays: in place it would not be vectorised
    float scale = 1 / sum(row, n);
    for (int k = 0; k < n; k++) {
      row[k] *= scale;
    }
  }

  /** The largest of the first {@code n} entries. */
  public static float maximum(float[] row, int n) {
    float max = row[0];
    for (int k = 1; k < n; k++) {
      max = Math.max(max, row[k]);
    }
    return max;
  }

  private float sum(float[] row, int n) {
    int whole = n - n % LANES;
    for (int lane = 0; lane < LANES; lane++) {
      lanes[lane] = 0;
    }
    for (int k = 0; k < whole; k += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] += row[k + lane];
      }
    }
    float sum = 0;
    for (int lane = 0; lane < LANES; lane++) {
      sum += lanes[lane];
    }
    for (int k = whole; k < n; k++) {
      sum += row[k];
    }
    return sum;
  }
}
