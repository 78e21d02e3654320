package org.keepgate.cell;

import org.keepgate.math.Activations;

/**
 * The gate that decides how much of the previous output a candidate sees before the product: GRU
 * and MUT1–3 have it in common.
 *
 * <pre>
 *   r = σ(a_r)                        a_r  pre-activation, complete when K is asked for
 *   K = r∘h'                          K    operand of the candidate's product   B × H
 *
 *   δ_r = ∂L/∂K ∘ h' ∘ r(1−r)
 *   ∂L/∂h' += ∂L/∂K ∘ r
 * </pre>
 */
final class ResetGate {
  private final BlockwiseCell cell;
  private final int column;
  private final int width;
  private final float[] r;
  private final float[] previous; // h'
  private final float[] operand; // K, or ∂L/∂K
  private final float[] delta;

  /**
   * The gate of a cell.
   *
   * @param column first of its pre-activations
   */
  ResetGate(BlockwiseCell cell, int column) {
    this.cell = cell;
    this.column = column;
    width = cell.hiddenSize;
    r = cell.block(width);
    previous = cell.block(width);
    operand = cell.block(width);
    delta = cell.block(width);
  }

  /** Puts r in the place of its pre-activation, and sets K. */
  void operand(ForwardStep step, int row, int rows) {
    int n = rows * width;
    step.preActivations(row, rows, column, width, r);
    step.previousState(row, rows, 0, width, previous);
    Activations.logistic(r, r, n);
    Elementwise.product(r, previous, operand, n);
    step.setActivations(row, rows, column, width, r);
    step.setOperand(row, rows, 0, width, operand);
  }

  /** From ∂L/∂K: δ_r, and what ∂L/∂h' gains. */
  void operandBackward(BackwardStep step, int row, int rows) {
    int n = rows * width;
    step.activations(row, rows, column, width, r);
    step.previousState(row, rows, 0, width, previous);
    step.dOperand(row, rows, 0, width, operand);
    Elementwise.errorOfGate(operand, previous, r, delta, n);
    cell.setDelta(step, row, rows, column, delta);
    Elementwise.product(operand, r, operand, n);
    cell.addDPreviousState(step, row, rows, 0, operand, delta);
  }
}
