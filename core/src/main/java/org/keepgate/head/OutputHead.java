package org.keepgate.head;

/**
 * What stands between the last product of a network and the loss. The product itself, h Wᵀ + b, is
 * the network's; it gives rows of pre-activations, {@link #width} of them each.
 *
 * <p>A row has three states, each made from the one before in the same place: pre-activations;
 * {@linkplain #activate activated}, which is what losses and their derivatives are computed from;
 * and {@linkplain #predict outputs}, which is what a user sees. A {@link RowHead} has a loss for
 * every row, a {@link SequenceHead} one for all the rows of a sequence together.
 *
 * <p>A head has scratch arrays of its own and belongs to one thread.
 */
public sealed interface OutputHead permits RowHead, SequenceHead {
  /** Pre-activations of a row; it has as many outputs. */
  int width();

  /** Turns pre-activations into what losses are computed from, in place. */
  void activate(float[] row);

  /** Turns an activated row into outputs, in place. */
  void predict(float[] row);
}
