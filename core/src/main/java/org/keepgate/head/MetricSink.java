package org.keepgate.head;

/**
 * Where a head hands its losses and predictions while it computes them. A sink takes the kinds of
 * target that it expects; those that only some networks have are refused unless it says otherwise.
 */
public interface MetricSink {
  /** The prediction of a class that was not looked for, because that would cost too much. */
  int NOT_PREDICTED = -1;

  /**
   * One classified target.
   *
   * @param target index of the true class
   * @param predicted index of the most probable class, or {@link #NOT_PREDICTED}
   * @param loss −ln p(target), in nats
   */
  void addClass(int target, int predicted, double loss);

  /**
   * One target of values.
   *
   * @param target true values; NaN = none for this output
   * @param prediction predicted values
   * @param outputs how many of both count
   * @param loss over the outputs that have a target
   */
  void addValues(float[] target, float[] prediction, int outputs, double loss);

  /**
   * One classified target whose class has a weight.
   *
   * @param loss −ln p(target), in nats, not multiplied by the weight
   */
  default void addClass(int target, int predicted, double loss, double weight) {
    throw unexpected("classes with weights");
  }

  /**
   * One target of values, with a density as its prediction.
   *
   * @param mean of the density
   * @param loss −ln of the density at the target, in nats
   */
  default void addDensity(float[] target, float[] mean, int outputs, double loss) {
    throw unexpected("densities");
  }

  /**
   * One target of labels.
   *
   * @param target 0 or 1 for each label; NaN = unknown
   * @param probability of each label to be 1
   * @param loss −Σ ln of the probability of each known label, in nats
   */
  default void addLabels(float[] target, float[] probability, int labels, double loss) {
    throw unexpected("labels");
  }

  /**
   * One sequence with a list of labels.
   *
   * @param labels length of the true list
   * @param errors insertions, deletions and substitutions between it and the predicted one
   * @param loss −ln p(list), in nats
   */
  default void addLabelSequence(int labels, int errors, double loss) {
    throw unexpected("label sequences");
  }

  private static IllegalStateException unexpected(String what) {
    return new IllegalStateException("these sums are not of " + what);
  }
}
