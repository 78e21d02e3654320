package org.keepgate.head;

/**
 * What stands between the last product of a network and the loss, one row at a time: a row of
 * pre-activations becomes a row of outputs, and later ∂loss/∂pre-activations. The product itself, h
 * Wᵀ + b, is the network's.
 */
public interface OutputHead {
  /** Turns pre-activations into outputs, in place. */
  void activate(float[] row);

  /** Adds the loss of a row of outputs to the sums. */
  void score(float[] outputs, RowTarget target, MetricSink sums);

  /** Turns outputs into ∂loss/∂pre-activations, in place. */
  void differentiate(float[] outputs, RowTarget target);
}
