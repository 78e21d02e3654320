package org.keepgate.cell;

/**
 * A cell's window on one time step of a packed minibatch, backward in time; copies as {@link
 * ForwardStep} does.
 */
public interface BackwardStep {
  /** Rows that ran at this step. */
  int rows();

  /** Reads the activations that the forward pass kept; or δ where it has been set. */
  void activations(int firstRow, int rows, int column, int width, float[] into);

  /** Reads the result of recurrent product {@code k}, which is kept apart; or its δ, once set. */
  void product(int k, int firstRow, int rows, int column, int width, float[] into);

  /** Reads the trace that the forward pass kept. */
  void trace(int firstRow, int rows, int column, int width, float[] into);

  /** Reads the state that this step made. */
  void state(int firstRow, int rows, int column, int width, float[] into);

  /** Reads the state that this step started from. */
  void previousState(int firstRow, int rows, int column, int width, float[] into);

  /** Reads ∂L/∂output as the layers above hand it down. */
  void dOutput(int firstRow, int rows, float[] into);

  /**
   * Reads ∂L/∂state as the following time step hands it back, zeros at a sequence's last step; or
   * ∂L/∂(previous state) where that has been set.
   */
  void dState(int firstRow, int rows, int column, int width, float[] into);

  /** Reads ∂L/∂operand, for {@link RecurrentCell#operandBackward}. */
  void dOperand(int firstRow, int rows, int column, int width, float[] into);

  /** Sets δ = ∂L/∂pre-activations in the place of the activations. */
  void setDelta(int firstRow, int rows, int column, int width, float[] values);

  /** Sets ∂L/∂(recurrent product {@code k}), which is kept apart, in the place of its result. */
  void setProductDelta(int k, int firstRow, int rows, int column, int width, float[] values);

  /**
   * Sets ∂L/∂(previous state) in the place of ∂L/∂state, without what flows through the recurrent
   * products: the layer adds δ·weights afterwards.
   */
  void setDPreviousState(int firstRow, int rows, int column, int width, float[] values);
}
