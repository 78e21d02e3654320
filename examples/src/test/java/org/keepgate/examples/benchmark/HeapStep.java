package org.keepgate.examples.benchmark;

import java.util.Arrays;
import org.keepgate.cell.BackwardStep;
import org.keepgate.cell.CellSpec;
import org.keepgate.cell.ForwardStep;

/** One time step on the heap, for a cell to be measured by itself: whatever it reads is there. */
final class HeapStep implements ForwardStep, BackwardStep {
  private final CellSpec sizes;
  private final int rows;
  private final float[] preActivations;
  private final float[] state;
  private final float[] previousState;
  private final float[] trace;
  private final float[] dState;
  private final float[] dOutput;

  HeapStep(CellSpec sizes, int rows) {
    this.sizes = sizes;
    this.rows = rows;
    preActivations = filled(sizes.preActivationColumns());
    state = filled(sizes.stateSize());
    previousState = filled(sizes.stateSize());
    trace = filled(Math.max(1, sizes.traceColumns()));
    dState = filled(sizes.stateSize());
    dOutput = filled(sizes.outputSize());
  }

  private float[] filled(int columns) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, 0.25f);
    return values;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public void preActivations(int first, int count, int column, int width, float[] into) {
    read(preActivations, first, count, column, width, into);
  }

  @Override
  public void activations(int first, int count, int column, int width, float[] into) {
    read(preActivations, first, count, column, width, into);
  }

  @Override
  public boolean leadsBack() {
    return true;
  }

  @Override
  public void setActivations(int first, int count, int column, int width, float[] values) {
    write(preActivations, first, count, column, width, values);
  }

  @Override
  public void setDelta(int first, int count, int column, int width, float[] values) {
    write(preActivations, first, count, column, width, values);
  }

  @Override
  public void state(int first, int count, int column, int width, float[] into) {
    read(state, first, count, column, width, into);
  }

  @Override
  public void setState(int first, int count, int column, int width, float[] values) {
    write(state, first, count, column, width, values);
  }

  @Override
  public void previousState(int first, int count, int column, int width, float[] into) {
    read(previousState, first, count, column, width, into);
  }

  @Override
  public void trace(int first, int count, int column, int width, float[] into) {
    read(trace, first, count, column, width, into);
  }

  @Override
  public void setTrace(int first, int count, int column, int width, float[] values) {
    write(trace, first, count, column, width, values);
  }

  @Override
  public void dOutput(int first, int count, float[] into) {
    read(dOutput, first, count, 0, sizes.outputSize(), into);
  }

  @Override
  public void dState(int first, int count, int column, int width, float[] into) {
    read(dState, first, count, column, width, into);
  }

  @Override
  public void setDPreviousState(int first, int count, int column, int width, float[] values) {
    write(dState, first, count, column, width, values);
  }

  @Override
  public void product(int k, int first, int count, int column, int width, float[] into) {
    throw hasNone("product that is kept apart");
  }

  @Override
  public void setProductDelta(int k, int first, int count, int column, int width, float[] values) {
    throw hasNone("product that is kept apart");
  }

  @Override
  public void setOperand(int first, int count, int column, int width, float[] values) {
    throw hasNone("operand that the cell writes");
  }

  @Override
  public void dOperand(int first, int count, int column, int width, float[] into) {
    throw hasNone("operand that the cell writes");
  }

  private static UnsupportedOperationException hasNone(String what) {
    return new UnsupportedOperationException("this step is for cells without a " + what);
  }

  private void read(float[] from, int first, int count, int column, int width, float[] into) {
    int stride = from.length / rows;
    for (int row = 0; row < count; row++) {
      System.arraycopy(from, (first + row) * stride + column, into, row * width, width);
    }
  }

  private void write(float[] to, int first, int count, int column, int width, float[] values) {
    int stride = to.length / rows;
    for (int row = 0; row < count; row++) {
      System.arraycopy(values, row * width, to, (first + row) * stride + column, width);
    }
  }
}
