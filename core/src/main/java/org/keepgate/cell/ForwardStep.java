package org.keepgate.cell;

/**
 * A cell's window on one time step of a packed minibatch, forward. Every call copies a block of
 * rows, {@code width} columns from {@code column} on, between the layer's buffers and an array in
 * which the rows stand one after the other without gaps.
 */
public interface ForwardStep {
  /** Rows still running at this step. */
  int rows();

  /**
   * Reads W x + b plus the recurrent products run so far; or the activations that {@link
   * #setActivations} put in their place.
   */
  void preActivations(int firstRow, int rows, int column, int width, float[] into);

  /** Reads the result of recurrent product {@code k}, which is kept apart. */
  void product(int k, int firstRow, int rows, int column, int width, float[] into);

  /** Reads the state of the previous step: zeros or the carried state at the first. */
  void previousState(int firstRow, int rows, int column, int width, float[] into);

  /** Sets the operand that {@link RecurrentCell#operand} was asked for. */
  void setOperand(int firstRow, int rows, int column, int width, float[] values);

  /** Whether the way back will come: if not, activations and trace need not be kept for it. */
  boolean leadsBack();

  /** Keeps activations in the place of the pre-activations. */
  void setActivations(int firstRow, int rows, int column, int width, float[] values);

  /** Sets the new state; its first columns are the output of the step. */
  void setState(int firstRow, int rows, int column, int width, float[] values);

  /** Keeps what else the backward pass needs. */
  void setTrace(int firstRow, int rows, int column, int width, float[] values);
}
