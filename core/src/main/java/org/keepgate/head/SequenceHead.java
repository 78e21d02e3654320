package org.keepgate.head;

/**
 * A head with one loss for a whole sequence. It is given the activated rows of the sequence, one
 * after another in an array that may be longer.
 */
public non-sealed interface SequenceHead extends OutputHead {
  /** Adds the loss of a sequence to the sums. */
  void score(float[] activated, int steps, LabelTarget target, MetricSink sums);

  /** Turns activated rows into ∂loss/∂pre-activations, in place. */
  void differentiate(float[] activated, int steps, LabelTarget target);
}
