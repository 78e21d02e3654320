package org.keepgate.network;

import org.keepgate.head.MetricSink;
import org.keepgate.sequence.Minibatch;

/** The last products of a network and its losses, and what flows back from them. */
interface OutputLayer {
  /** Takes new parameters. */
  void setParameters(float[] parameters);

  /** Adds the loss of every target of a minibatch to the sums. */
  void forward(Minibatch batch, boolean training, MetricSink sums);

  /**
   * The gradient of the sum of the losses of the last forward pass, by the parameters of this layer
   * and by the rows of the layer below.
   */
  void backward(Minibatch batch, float[] gradient);

  /** Outputs of a packed row of the last forward pass that has a target; not after backward. */
  void outputs(int packedRow, float[] into);

  /** Numbers that a row of outputs has. */
  int outputWidth();

  /**
   * Sum of the weights of the targets of the last forward pass: their number, or that of classes.
   */
  double weight();
}
