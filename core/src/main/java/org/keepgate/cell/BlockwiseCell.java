package org.keepgate.cell;

import java.util.ArrayList;
import java.util.List;
import org.keepgate.parameter.ParameterLayout;

/**
 * A cell that works on the rows of a step in blocks, and what every such cell does in the same way:
 * its own parameters, and the clipping of δ.
 *
 * <p>Every δ may be clipped to [−limit, limit] inside the recursion, as in Graves (2013); ∂L/∂state
 * itself is never clipped.
 */
abstract class BlockwiseCell implements RecurrentCell {
  final int hiddenSize;
  private final float clip; // 0: no clipping
  private final int blockRows;
  private final List<RowParameter> own = new ArrayList<>();
  private final float[] zeros;

  /**
   * A cell of so many units.
   *
   * @param blockColumns columns of the widest array of a block
   */
  BlockwiseCell(CellOptions options, int blockColumns) {
    hiddenSize = options.hiddenSize();
    clip = (float) options.clipPreActivationGradient();
    blockRows = Elementwise.rowsOfBlock(blockColumns);
    zeros = new float[blockRows * hiddenSize];
  }

  /** An array of so many columns for the rows of a block. */
  final float[] block(int columns) {
    return new float[blockRows * columns];
  }

  /** A row of parameters that the cell loads and whose gradient it stores; to be placed. */
  final RowParameter ownParameter(int columns) {
    RowParameter parameter = new RowParameter(columns, blockRows);
    own.add(parameter);
    return parameter;
  }

  /** Of columns gate after gate, as many of each as there are units. */
  final String columnName(int column, String... gates) {
    return gates[column / hiddenSize] + ", unit " + column % hiddenSize;
  }

  /** A cell without parameters of its own adds nothing. */
  @Override
  public void register(ParameterLayout.Scope scope) {}

  @Override
  public final void operand(int k, float[] parameters, ForwardStep step) {
    for (int row = 0; row < step.rows(); row += blockRows) {
      int rows = Math.min(blockRows, step.rows() - row);
      operand(k, step, row, rows, rows * hiddenSize);
    }
  }

  @Override
  public final void forward(float[] parameters, ForwardStep step) {
    for (int k = 0; k < own.size(); k++) {
      own.get(k).load(parameters);
    }
    for (int row = 0; row < step.rows(); row += blockRows) {
      int rows = Math.min(blockRows, step.rows() - row);
      forward(step, row, rows, rows * hiddenSize);
    }
  }

  @Override
  public final void beginBackward() {
    for (RowParameter parameter : own) {
      parameter.beginSum();
    }
  }

  @Override
  public final void backward(float[] parameters, BackwardStep step) {
    for (int row = 0; row < step.rows(); row += blockRows) {
      int rows = Math.min(blockRows, step.rows() - row);
      backward(step, row, rows, rows * hiddenSize);
    }
  }

  @Override
  public final void operandBackward(int k, float[] parameters, BackwardStep step) {
    for (int row = 0; row < step.rows(); row += blockRows) {
      int rows = Math.min(blockRows, step.rows() - row);
      operandBackward(k, step, row, rows, rows * hiddenSize);
    }
  }

  @Override
  public final void endBackward(float[] gradient) {
    for (RowParameter parameter : own) {
      parameter.storeGradient(gradient);
    }
  }

  /** {@link RecurrentCell#operand} of so many rows from {@code row} on, n = rows·H elements. */
  void operand(int k, ForwardStep step, int row, int rows, int n) {
    throw new IllegalStateException("product " + k + " multiplies the previous state");
  }

  /** {@link RecurrentCell#forward} of so many rows from {@code row} on, n = rows·H elements. */
  abstract void forward(ForwardStep step, int row, int rows, int n);

  /** {@link RecurrentCell#backward} of so many rows from {@code row} on, n = rows·H elements. */
  abstract void backward(BackwardStep step, int row, int rows, int n);

  /** {@link RecurrentCell#operandBackward} of so many rows from {@code row} on. */
  void operandBackward(int k, BackwardStep step, int row, int rows, int n) {
    throw new IllegalStateException("product " + k + " multiplies the previous state");
  }

  /** ∂L/∂h of this step: from the layers above and from the next step. */
  final void readHiddenError(BackwardStep step, int row, int rows, float[] into, float[] scratch) {
    step.dOutput(row, rows, into);
    step.dState(row, rows, 0, hiddenSize, scratch);
    Elementwise.add(scratch, into, rows * hiddenSize);
  }

  /** Clips δ of the H columns from {@code column} on and hands it over. */
  final void setDelta(BackwardStep step, int row, int rows, int column, float[] delta) {
    Elementwise.clip(clip, delta, rows * hiddenSize);
    step.setDelta(row, rows, column, hiddenSize, delta);
  }

  /** Adds to ∂L/∂(previous state), which has been set, in the H columns from {@code column} on. */
  final void addDPreviousState(
      BackwardStep step, int row, int rows, int column, float[] error, float[] scratch) {
    step.dState(row, rows, column, hiddenSize, scratch);
    Elementwise.add(error, scratch, rows * hiddenSize);
    step.setDPreviousState(row, rows, column, hiddenSize, scratch);
  }

  /** ∂L/∂(previous state) is δ·weights and nothing else in the H columns from {@code column} on. */
  final void setNoDPreviousState(BackwardStep step, int row, int rows, int column) {
    step.setDPreviousState(row, rows, column, hiddenSize, zeros);
  }
}
