package org.keepgate.cell;

import org.jspecify.annotations.Nullable;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * The arithmetic of one time step. A cell never multiplies matrices and never loops over time: the
 * layer does both, from the cell's {@link CellSpec}. A cell owns scratch rows and therefore belongs
 * to one thread.
 *
 * <p>A step forward is, for every product k in order, {@code operand(k)} where the cell writes it,
 * then the product; and {@code forward} at the end. A step backward is the same in reverse: {@code
 * backward}, then for every product k from the last to the first δ_k·weights, and {@code
 * operandBackward(k)} where the cell wrote the operand.
 */
public interface RecurrentCell {
  /** Sizes and products. */
  CellSpec spec();

  /**
   * Adds the cell's elementwise parameters (peepholes, gains) to the layout; weights and biases of
   * the pre-activations are the layer's.
   */
  void register(ParameterLayout.Scope own);

  /**
   * Sets the initial biases of the layer and the cell's own parameters; all else is zero.
   *
   * @param bias the layer's bias, none when the spec has no columns with one
   */
  void initialize(float[] parameters, @Nullable ParameterView bias, long seed);

  /** Writes the operand of product {@code k}, from the previous state and earlier products. */
  default void operand(int k, float[] parameters, ForwardStep step) {
    throw new IllegalStateException("product " + k + " multiplies the previous state");
  }

  /** From the pre-activations of this step: activations, new state, trace. */
  void forward(float[] parameters, ForwardStep step);

  /** Opens a backward pass: sums over time start at zero. */
  void beginBackward();

  /**
   * From ∂L/∂output and ∂L/∂state of this step: δ and ∂L/∂(previous state). δ of columns that an
   * operand depends on are set by {@link #operandBackward}, before their own product runs.
   */
  void backward(float[] parameters, BackwardStep step);

  /** From ∂L/∂operand of product {@code k}: what the operand adds to δ and ∂L/∂(previous state). */
  default void operandBackward(int k, float[] parameters, BackwardStep step) {
    throw new IllegalStateException("product " + k + " multiplies the previous state");
  }

  /** Closes a backward pass: writes the gradient of the cell's own parameters. */
  void endBackward(float[] gradient);

  /** Where its gates and its memory are. */
  CellAnatomy anatomy();

  /** The gate and unit, from 0, of a column of the pre-activations, in words. */
  String columnName(int column);

  /**
   * The same of an entry of the cell's own parameters.
   *
   * @param name of the view, without its layer
   */
  default String ownName(String name, int row, int column) {
    return "unit " + column;
  }
}
