package org.keepgate.head;

/**
 * Values with squared error: outputs y are the pre-activations themselves.
 *
 * <pre>
 *   loss = 1/n Σ_k (y_k − t_k)²        over the n outputs that have a target t_k
 *   ∂loss/∂y_k = 2/n (y_k − t_k), 0 without a target
 * </pre>
 */
public final class RegressionHead implements OutputHead {
  @Override
  public void activate(float[] row) {}

  @Override
  public void score(float[] outputs, RowTarget target, MetricSink sums) {
    float[] values = target.values();
    double squares = 0;
    for (int k = 0; k < outputs.length; k++) {
      if (!Float.isNaN(values[k])) {
        double error = (double) outputs[k] - values[k];
        squares += error * error;
      }
    }
    sums.addValues(values, outputs, outputs.length, squares / Math.max(1, known(values)));
  }

  @Override
  public void differentiate(float[] outputs, RowTarget target) {
    float[] values = target.values();
    float scale = 2f / Math.max(1, known(values));
    for (int k = 0; k < outputs.length; k++) {
      outputs[k] = Float.isNaN(values[k]) ? 0 : scale * (outputs[k] - values[k]);
    }
  }

  private static int known(float[] values) {
    int known = 0;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        known++;
      }
    }
    return known;
  }
}
