package org.keepgate.network;

import org.keepgate.cell.BackwardStep;
import org.keepgate.cell.ForwardStep;
import org.keepgate.math.Matrix;
import org.keepgate.sequence.Minibatch;

/**
 * The cursor that shows a cell one time step of a layer's buffers; moved from step to step, never
 * made anew.
 */
final class LayerStep implements ForwardStep, BackwardStep {
  private final Matrix preActivations; // N × columns: later activations, then δ
  private final Matrix states; // N × stateSize
  private final Matrix trace; // N × traceColumns
  private final Matrix initialState; // B × stateSize: what the first step starts from
  private final Matrix dOutputs; // N × outputSize
  private final Matrix dState; // B × stateSize

  private int rows;
  private int firstRow;
  private Matrix previous;
  private int firstPreviousRow;

  LayerStep(
      Matrix preActivations,
      Matrix states,
      Matrix trace,
      Matrix initialState,
      Matrix dOutputs,
      Matrix dState) {
    this.preActivations = preActivations;
    this.states = states;
    this.trace = trace;
    this.initialState = initialState;
    this.dOutputs = dOutputs;
    this.dState = dState;
    previous = initialState;
  }

  void moveTo(int time, Minibatch batch) {
    rows = batch.rows(time);
    firstRow = batch.firstRow(time);
    previous = time == 0 ? initialState : states;
    firstPreviousRow = time == 0 ? 0 : batch.firstRow(time - 1);
  }

  @Override
  public int rows() {
    return rows;
  }

  int firstRow() {
    return firstRow;
  }

  /** Copies columns of the previous state of all rows into the packed rows of an operand. */
  void copyPreviousState(int column, Matrix operand) {
    for (int row = 0; row < rows; row++) {
      int from = (firstPreviousRow + row) * previous.stride() + column;
      int to = (firstRow + row) * operand.stride();
      previous.buffer().copyTo(from, operand.buffer(), to, operand.columns());
    }
  }

  @Override
  public void preActivations(int first, int count, int column, int width, float[] into) {
    read(preActivations, firstRow + first, count, column, width, into);
  }

  @Override
  public void activations(int first, int count, int column, int width, float[] into) {
    read(preActivations, firstRow + first, count, column, width, into);
  }

  @Override
  public void setActivations(int first, int count, int column, int width, float[] values) {
    write(preActivations, firstRow + first, count, column, width, values);
  }

  @Override
  public void setDelta(int first, int count, int column, int width, float[] values) {
    write(preActivations, firstRow + first, count, column, width, values);
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
    read(previous, firstPreviousRow + first, count, column, width, into);
  }

  @Override
  public void trace(int first, int count, int column, int width, float[] into) {
    read(trace, firstRow + first, count, column, width, into);
  }

  @Override
  public void setTrace(int first, int count, int column, int width, float[] values) {
    write(trace, firstRow + first, count, column, width, values);
  }

  @Override
  public void dOutput(int first, int count, float[] into) {
    read(dOutputs, firstRow + first, count, 0, dOutputs.columns(), into);
  }

  @Override
  public void dState(int first, int count, int column, int width, float[] into) {
    read(dState, first, count, column, width, into);
  }

  @Override
  public void setDPreviousState(int first, int count, int column, int width, float[] values) {
    write(dState, first, count, column, width, values);
  }

  private static void read(
      Matrix matrix, int first, int count, int column, int width, float[] into) {
    int at = first * matrix.stride() + column;
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
    int at = first * matrix.stride() + column;
    if (width == matrix.stride()) {
      matrix.buffer().put(at, values, 0, count * width);
      return;
    }
    for (int row = 0; row < count; row++) {
      matrix.buffer().put(at + row * matrix.stride(), values, row * width, width);
    }
  }
}
