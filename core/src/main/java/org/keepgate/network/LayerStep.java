package org.keepgate.network;

import java.util.Arrays;
import java.util.List;
import org.keepgate.cell.BackwardStep;
import org.keepgate.cell.ForwardStep;
import org.keepgate.math.Matrix;
import org.keepgate.sequence.Minibatch;

/**
 * The cursor that shows a cell one time step of a layer's buffers; moved from step to step, never
 * made anew.
 *
 * <p>A layer runs from the first step to the last, or in reverse. Either way some rows may have no
 * step before: those that start at this one. Their previous state is the initial state, or zero.
 */
final class LayerStep implements ForwardStep, BackwardStep {
  /** The buffers of a layer: N packed rows, B sequences. */
  record Buffers(
      Matrix preActivations, // N × columns: later activations, then δ
      List<Matrix> products, // N × columns each: kept apart, later their δ; else a 0-row matrix
      List<Matrix> operands, // N × operandColumns each
      List<Matrix> dOperands, // B × operandColumns each, where the cell writes the operand
      States history, // B + N × stateSize: what the first step starts from, then of each step
      Matrix trace, // N × traceColumns
      Matrix dOutputs, // N × outputSize
      States dState) {} // B × stateSize

  private final Buffers buffers;
  private final boolean reversed;

  private int rows;
  private int firstRow;
  private int firstPreviousRow; // in the history
  private int previousRows; // the first of this step's rows: those that have a previous state
  private int operand;
  private boolean leadsBack;
  private final States states; // N × stateSize
  private final int maxRows;

  LayerStep(Buffers buffers, boolean reversed) {
    this.buffers = buffers;
    this.reversed = reversed;
    maxRows = buffers.dState().rows();
    states = buffers.history().window(maxRows, buffers.preActivations().rows());
  }

  /** Begins a way through time; forward it may be one that leads back. */
  void begin(boolean newLeadsBack) {
    leadsBack = newLeadsBack;
  }

  void moveTo(int time, Minibatch batch) {
    rows = batch.rows(time);
    firstRow = batch.firstRow(time);
    int before = reversed ? time + 1 : time - 1;
    if (before < 0 || before == batch.steps()) {
      firstPreviousRow = maxRows - batch.batchSize();
      previousRows = batch.continues() ? rows : 0;
    } else {
      firstPreviousRow = maxRows + batch.firstRow(before);
      previousRows = Math.min(rows, batch.rows(before));
    }
  }

  /** The product whose operand the cell is asked for. */
  void turnTo(int product) {
    operand = product;
  }

  @Override
  public int rows() {
    return rows;
  }

  int firstRow() {
    return firstRow;
  }

  /** Where the previous states of the rows begin, in the history. */
  int firstPreviousRow() {
    return firstPreviousRow;
  }

  /** How many of the rows have a previous state that may differ from zero: the first ones. */
  int previousRows() {
    return previousRows;
  }

  /** Copies columns of the previous state of all rows into the packed rows of an operand. */
  void copyPreviousState(int column, Matrix into) {
    Matrix part = buffers.history().part(column);
    int from = at(part, firstPreviousRow, buffers.history().columnInPart(column));
    int to = at(into, firstRow, 0);
    if (part.stride() == into.columns()) {
      part.buffer().copyTo(from, into.buffer(), to, previousRows * into.columns());
    } else {
      for (int row = 0; row < previousRows; row++) {
        int next = to + row * into.stride();
        part.buffer().copyTo(from + row * part.stride(), into.buffer(), next, into.columns());
      }
    }
    zeroRest(into);
  }

  /** Zeroes this step's rows without a previous state. */
  void zeroRest(Matrix matrix) {
    int rest = rows - previousRows;
    if (rest > 0) {
      int from = at(matrix, firstRow + previousRows, 0);
      matrix.buffer().zero(from, rest * matrix.stride());
    }
  }

  @Override
  public boolean leadsBack() {
    return leadsBack;
  }

  @Override
  public void preActivations(int first, int count, int column, int width, float[] into) {
    read(buffers.preActivations(), firstRow + first, count, column, width, into);
  }

  @Override
  public void activations(int first, int count, int column, int width, float[] into) {
    read(buffers.preActivations(), firstRow + first, count, column, width, into);
  }

  @Override
  public void setActivations(int first, int count, int column, int width, float[] values) {
    write(buffers.preActivations(), firstRow + first, count, column, width, values);
  }

  @Override
  public void setDelta(int first, int count, int column, int width, float[] values) {
    write(buffers.preActivations(), firstRow + first, count, column, width, values);
  }

  @Override
  public void product(int k, int first, int count, int column, int width, float[] into) {
    read(buffers.products().get(k), firstRow + first, count, column, width, into);
  }

  @Override
  public void setProductDelta(int k, int first, int count, int column, int width, float[] values) {
    write(buffers.products().get(k), firstRow + first, count, column, width, values);
  }

  @Override
  public void setOperand(int first, int count, int column, int width, float[] values) {
    write(buffers.operands().get(operand), firstRow + first, count, column, width, values);
  }

  @Override
  public void dOperand(int first, int count, int column, int width, float[] into) {
    read(buffers.dOperands().get(operand), first, count, column, width, into);
  }

  @Override
  public void state(int first, int count, int column, int width, float[] into) {
    read(states, firstRow + first, count, column, width, into);
  }

  @Override
  public void setState(int first, int count, int column, int width, float[] values) {
    write(states, firstRow + first, count, column, width, values);
  }

  @Override
  public void previousState(int first, int count, int column, int width, float[] into) {
    int known = Math.max(0, Math.min(count, previousRows - first));
    read(buffers.history(), firstPreviousRow + first, known, column, width, into);
    Arrays.fill(into, known * width, count * width, 0);
  }

  @Override
  public void trace(int first, int count, int column, int width, float[] into) {
    read(buffers.trace(), firstRow + first, count, column, width, into);
  }

  @Override
  public void setTrace(int first, int count, int column, int width, float[] values) {
    write(buffers.trace(), firstRow + first, count, column, width, values);
  }

  @Override
  public void dOutput(int first, int count, float[] into) {
    Matrix dOutputs = buffers.dOutputs();
    read(dOutputs, firstRow + first, count, 0, dOutputs.columns(), into);
  }

  @Override
  public void dState(int first, int count, int column, int width, float[] into) {
    read(buffers.dState(), first, count, column, width, into);
  }

  @Override
  public void setDPreviousState(int first, int count, int column, int width, float[] values) {
    write(buffers.dState(), first, count, column, width, values);
  }

  private static void read(
      States states, int first, int count, int column, int width, float[] into) {
    read(states.part(column), first, count, states.columnInPart(column), width, into);
  }

  private static void write(
      States states, int first, int count, int column, int width, float[] values) {
    write(states.part(column), first, count, states.columnInPart(column), width, values);
  }

  private static int at(Matrix matrix, int row, int column) {
    return matrix.offset() + row * matrix.stride() + column;
  }

  private static void read(
      Matrix matrix, int first, int count, int column, int width, float[] into) {
    int at = at(matrix, first, column);
    if (width == matrix.stride()) {
      matrix.buffer().get(at, into, 0, count * width);
      return;
    }
    for (int row = 0; row < count; row++) {
      matrix.buffer().get(at + row * matrix.stride(), into, row * width, width);
    }
  }

  private static void write(
      Matrix matrix, int first, int count, int column, int width, float[] values) {
    int at = at(matrix, first, column);
    if (width == matrix.stride()) {
      matrix.buffer().put(at, values, 0, count * width);
      return;
    }
    for (int row = 0; row < count; row++) {
      matrix.buffer().put(at + row * matrix.stride(), values, row * width, width);
    }
  }
}
