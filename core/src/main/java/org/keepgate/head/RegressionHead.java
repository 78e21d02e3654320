package org.keepgate.head;

/**
 * Values with an error that is summed over the outputs: outputs y are the pre-activations
 * themselves.
 *
 * <pre>
 *   loss = 1/n Σ_k ℓ(e_k),  e_k = y_k − t_k       over the n outputs that have a target t_k
 *   ∂loss/∂y_k = 1/n ℓ'(e_k), 0 without a target
 *
 *   squared    ℓ(e) = e²                           ℓ'(e) = 2e
 *   absolute   ℓ(e) = |e|                          ℓ'(e) = sign e, 0 at 0
 *   Huber      ℓ(e) = e²/2 for |e| ≤ δ,            ℓ'(e) = e between −δ and δ, else ±δ
 *                     δ (|e| − δ/2) beyond         (Huber, 1964)
 * </pre>
 */
public final class RegressionHead implements RowHead {
  /** A loss of one error e, and its derivative. */
  private interface ErrorLoss {
    double value(double error);

    double slope(double error);
  }

  private final int outputs;
  private final ErrorLoss loss;

  private RegressionHead(int outputs, ErrorLoss loss) {
    this.outputs = outputs;
    this.loss = loss;
  }

  /** The mean squared error of so many outputs. */
  public static RegressionHead squared(int outputs) {
    return new RegressionHead(
        outputs,
        new ErrorLoss() {
          @Override
          public double value(double error) {
            return error * error;
          }

          @Override
          public double slope(double error) {
            return 2 * error;
          }
        });
  }

  /** The mean absolute error of so many outputs. */
  public static RegressionHead absolute(int outputs) {
    return new RegressionHead(
        outputs,
        new ErrorLoss() {
          @Override
          public double value(double error) {
            return Math.abs(error);
          }

          @Override
          public double slope(double error) {
            return Math.signum(error);
          }
        });
  }

  /**
   * Huber's loss of so many outputs.
   *
   * @param delta the error δ from which on the loss grows linearly
   */
  public static RegressionHead huber(int outputs, double delta) {
    return new RegressionHead(
        outputs,
        new ErrorLoss() {
          @Override
          public double value(double error) {
            double size = Math.abs(error);
            return size <= delta ? error * error / 2 : delta * (size - delta / 2);
          }

          @Override
          public double slope(double error) {
            return Math.max(-delta, Math.min(delta, error));
          }
        });
  }

  @Override
  public int width() {
    return outputs;
  }

  @Override
  public void activate(float[] row) {}

  @Override
  public void predict(float[] row) {}

  @Override
  public void score(float[] activated, RowTarget target, MetricSink sums) {
    float[] values = target.values();
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      if (!Float.isNaN(values[k])) {
        sum += loss.value((double) activated[k] - values[k]);
      }
    }
    sums.addValues(values, activated, outputs, sum / Math.max(1, known(values)));
  }

  @Override
  public void differentiate(float[] activated, RowTarget target) {
    float[] values = target.values();
    double scale = 1.0 / Math.max(1, known(values));
    for (int k = 0; k < outputs; k++) {
      double slope =
          Float.isNaN(values[k]) ? 0 : scale * loss.slope((double) activated[k] - values[k]);
      activated[k] = (float) slope;
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
