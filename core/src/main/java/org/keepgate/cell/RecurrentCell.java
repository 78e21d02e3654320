package org.keepgate.cell;

import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * The arithmetic of one time step. A cell never multiplies matrices and never loops over time: the
 * layer does both, from the cell's {@link CellSpec}. A cell owns scratch rows and therefore belongs
 * to one thread.
 */
public interface RecurrentCell {
  /** Sizes and products. */
  CellSpec spec();

  /**
   * Adds the cell's elementwise parameters (peepholes) to the layout; weights and biases are the
   * layer's.
   */
  void register(ParameterLayout.Scope own);

  /** Sets the initial biases of the layer and the cell's own parameters; all else is zero. */
  void initialize(float[] parameters, ParameterView bias, long seed);

  /** From the pre-activations of this step: activations, new state, trace. */
  void forward(float[] parameters, ForwardStep step);

  /** Opens a backward pass: sums over time start at zero. */
  void beginBackward();

  /** From ∂L/∂output and ∂L/∂state of this step: δ and ∂L/∂(previous state). */
  void backward(float[] parameters, BackwardStep step);

  /** Closes a backward pass: writes the gradient of the cell's own parameters. */
  void endBackward(float[] gradient);
}
