package org.keepgate.head;

/** A head whose loss is a sum over rows: each time step with a target has a loss of its own. */
public non-sealed interface RowHead extends OutputHead {
  /** Adds the loss of an activated row to the sums. */
  void score(float[] activated, RowTarget target, MetricSink sums);

  /** Turns an activated row into ∂loss/∂pre-activations, in place. */
  void differentiate(float[] activated, RowTarget target);

  /** How much the loss of this target counts in a mean: 1 unless its class has a weight. */
  default double weight(RowTarget target) {
    return 1;
  }
}
