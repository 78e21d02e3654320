package org.keepgate.network;

import org.keepgate.sequence.Minibatch;

/** W x + b of all time steps at once, and what flows back through it. */
interface InputProjection {
  /** Takes new parameters. */
  void setParameters(float[] parameters);

  /** Overwrites the pre-activations of all packed rows. */
  void forward(Minibatch batch);

  /**
   * From δ in the place of the pre-activations: the gradient of weights and bias, and ∂L/∂x where
   * something below wants it.
   */
  void backward(Minibatch batch, float[] gradient);
}
