package org.keepgate.head;

import org.keepgate.math.Activations;

/**
 * Values in (0, 1) with half the sum of squared errors, as in Hochreiter and Schmidhuber (1997).
 *
 * <pre>
 *   y_k  = σ(a_k)
 *   loss = ½ Σ_k (y_k − t_k)²                       over the outputs that have a target t_k
 *   ∂loss/∂a_k = (y_k − t_k) y_k (1 − y_k), 0 without a target
 * </pre>
 *
 * <p>Their E (equation A.14) is twice the loss, but the factor 2 is missing in their derivatives
 * (A.16), which are those of this loss.
 */
public final class LogisticHead implements RowHead {
  private final int outputs;

  /** A head of so many outputs. */
  public LogisticHead(int outputs) {
    this.outputs = outputs;
  }

  @Override
  public int width() {
    return outputs;
  }

  @Override
  public void activate(float[] row) {
    Activations.logistic(row, row, outputs);
  }

  @Override
  public void predict(float[] row) {}

  @Override
  public void score(float[] activated, RowTarget target, MetricSink sums) {
    float[] values = target.values();
    double squares = 0;
    for (int k = 0; k < outputs; k++) {
      if (!Float.isNaN(values[k])) {
        double error = (double) activated[k] - values[k];
        squares += error * error;
      }
    }
    sums.addValues(values, activated, outputs, squares / 2);
  }

  @Override
  public void differentiate(float[] activated, RowTarget target) {
    float[] values = target.values();
    for (int k = 0; k < outputs; k++) {
      float y = activated[k];
      activated[k] = Float.isNaN(values[k]) ? 0 : (y - values[k]) * y * (1 - y);
    }
  }
}
