package org.keepgate.head;

import org.keepgate.math.Activations;

/**
 * Softmax with cross-entropy: class probabilities from pre-activations a (length O).
 *
 * <pre>
 *   p_k  = exp(a_k − max a) / Σ_j exp(a_j − max a)
 *   loss = −ln p_target
 *   ∂loss/∂a_k = p_k − [k = target]
 * </pre>
 */
public final class SoftmaxHead implements OutputHead {
  /**
   * Independent partial sums, so that the additions need not wait for each other; the order is
   * fixed.
   */
  private static final int LANES = 8;

  private final float[] lanes = new float[LANES];
  private final float[] shifted;

  /** A head of so many classes. */
  public SoftmaxHead(int classes) {
    shifted = new float[classes];
  }

  @Override
  public void activate(float[] row) {
    int n = row.length;
    float max = maximum(row);
    for (int k = 0; k < n; k++) {
      shifted[k] = row[k] - max;
    }
    Activations.exp(shifted, row, n); // of two arrays: in place it would not be vectorised
    float scale = 1 / sum(row);
    for (int k = 0; k < n; k++) {
      row[k] *= scale;
    }
  }

  @Override
  public void score(float[] outputs, RowTarget target, MetricSink sums) {
    int symbol = target.symbol();
    float best = maximum(outputs);
    int predicted = 0;
    while (predicted < outputs.length - 1 && outputs[predicted] != best) {
      predicted++;
    }
    sums.addClass(symbol, predicted, -StrictMath.log(Math.max(outputs[symbol], Float.MIN_NORMAL)));
  }

  @Override
  public void differentiate(float[] outputs, RowTarget target) {
    outputs[target.symbol()] -= 1;
  }

  private static float maximum(float[] row) {
    float max = row[0];
    for (int k = 1; k < row.length; k++) {
      max = Math.max(max, row[k]);
    }
    return max;
  }

  private float sum(float[] row) {
    int whole = row.length - row.length % LANES;
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
    for (int k = whole; k < row.length; k++) {
      sum += row[k];
    }
    return sum;
  }
}
