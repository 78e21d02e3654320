package org.keepgate.head;

/** Where a head hands its losses and predictions while it computes them. */
public interface MetricSink {
  /**
   * One classified target.
   *
   * @param target index of the true class
   * @param predicted index of the most probable class
   * @param loss −ln p(target), in nats
   */
  void addClass(int target, int predicted, double loss);

  /**
   * One target of values.
   *
   * @param target true values; NaN = none for this output
   * @param prediction predicted values
   * @param outputs how many of both count
   * @param loss mean squared error over the outputs that have a target
   */
  void addValues(float[] target, float[] prediction, int outputs, double loss);
}
