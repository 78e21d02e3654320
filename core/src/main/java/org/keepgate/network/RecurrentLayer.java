package org.keepgate.network;

import java.util.ArrayList;
import java.util.List;
import org.keepgate.cell.CellSpec;
import org.keepgate.cell.RecurrentCell;
import org.keepgate.cell.RecurrentProduct;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;

/**
 * The loop over time around a cell, and the products that the cell needs.
 *
 * <pre>
 *   Z = X Wᵀ + b                       all steps at once (the input projection)
 *   for t = 0 … T−1:  Z(t) += K(t) Rᵀ  K  operand: columns of the previous state
 *                     cell.forward     Z  pre-activations, then activations, then δ
 *   for t = T−1 … 0:  cell.backward    δ(t) from ∂L/∂output(t) and ∂L/∂state(t)
 *                     ∂L/∂state(t−1) += δ(t) R
 *   ∂L/∂R = δᵀ K                       all steps at once
 * </pre>
 *
 * <p>Rows are packed: step t holds only the sequences still running, longest first. A row that ends
 * leaves; backward in time it joins with ∂L/∂state = 0.
 */
final class RecurrentLayer {
  private final RecurrentCell cell;
  private final InputProjection projection;
  private final List<Recurrence> recurrences = new ArrayList<>();
  private final Matrix states;
  private final Matrix initialState;
  private final Matrix dState;
  private final LayerStep step;
  private final float[] stateRow;

  /** One recurrent product with its weights, operand and what flows back. */
  private record Recurrence(
      RecurrentProduct product,
      WeightMatrix weights,
      Matrix operand,
      RowProduct forward,
      RowProduct backward,
      OuterProduct gradient) {}

  RecurrentLayer(
      GemmSession session,
      NetworkParameters.Layer parameters,
      InputProjection projection,
      Matrix preActivations,
      Matrix states,
      Matrix dOutputs,
      int maxRows) {
    this.cell = parameters.cell();
    this.projection = projection;
    this.states = states;
    CellSpec sizes = cell.spec();
    int capacity = preActivations.rows();
    Matrix trace = Workspace.matrix(session, capacity, sizes.traceColumns());
    initialState = Workspace.matrix(session, maxRows, sizes.stateSize());
    dState = Workspace.matrix(session, maxRows, sizes.stateSize());
    step = new LayerStep(preActivations, states, trace, initialState, dOutputs, dState);
    stateRow = new float[sizes.stateSize()];
    for (int k = 0; k < sizes.products().size(); k++) {
      ParameterView view = parameters.recurrentWeights().get(k);
      recurrences.add(recurrence(session, sizes.products().get(k), view, preActivations, maxRows));
    }
  }

  private Recurrence recurrence(
      GemmSession session,
      RecurrentProduct product,
      ParameterView view,
      Matrix preActivations,
      int maxRows) {
    WeightMatrix weights = new WeightMatrix(session, view);
    Matrix operand = Workspace.matrix(session, preActivations.rows(), product.operandColumns());
    Matrix target = preActivations.columns(product.firstColumn(), product.columns());
    Matrix error = dState.columns(product.stateColumn(), product.operandColumns());
    return new Recurrence(
        product,
        weights,
        operand,
        session.rowProduct(operand, weights.weights(), true, true, target, maxRows),
        session.rowProduct(target, weights.weights(), false, true, error, maxRows),
        session.outerProduct(target, operand, false, weights.gradient()));
  }

  void setParameters(float[] parameters) {
    projection.setParameters(parameters);
    for (Recurrence recurrence : recurrences) {
      recurrence.weights().load(parameters);
    }
  }

  /** Runs the layer over a minibatch; its outputs are the first columns of the states. */
  void forward(Minibatch batch, float[] parameters) {
    projection.forward(batch);
    for (int time = 0; time < batch.steps(); time++) {
      step.moveTo(time, batch);
      if (time > 0 || batch.continues()) { // else the state is zero, and so is the product
        for (Recurrence recurrence : recurrences) {
          step.copyPreviousState(recurrence.product().stateColumn(), recurrence.operand());
          recurrence.forward().run(step.firstRow(), step.firstRow(), step.rows());
        }
      }
      cell.forward(parameters, step);
    }
  }

  /**
   * From ∂L/∂outputs of all packed rows: the gradient of everything in the layer, and ∂L/∂inputs
   * below it.
   */
  void backward(Minibatch batch, float[] parameters, float[] gradient) {
    dState.buffer().zero(0, batch.batchSize() * dState.stride());
    cell.beginBackward();
    for (int time = batch.steps() - 1; time >= 0; time--) {
      step.moveTo(time, batch);
      cell.backward(parameters, step);
      if (time > 0) { // what reaches back over the minibatch's edge is cut: truncated BPTT
        for (Recurrence recurrence : recurrences) {
          recurrence.backward().run(step.firstRow(), 0, step.rows());
        }
      }
    }
    cell.endBackward(gradient);
    int first = batch.continues() ? 0 : batch.rows(0); // a zero state adds nothing
    for (Recurrence recurrence : recurrences) {
      recurrence.gradient().run(first, first, batch.totalRows() - first);
      recurrence.weights().storeGradient(gradient);
    }
    projection.backward(batch, gradient);
  }

  /** Sets what the first step starts from: the carried state, or zeros. */
  void startFrom(float[] carried, int offset, Minibatch batch) {
    int count = batch.batchSize() * stateRow.length;
    if (batch.continues()) {
      initialState.buffer().put(0, carried, offset, count);
    } else {
      initialState.buffer().zero(0, count);
    }
  }

  /** Keeps the state in which each row ended. */
  void carry(float[] carried, int offset, Minibatch batch) {
    int time = batch.steps() - 1;
    for (int row = 0; row < batch.batchSize(); row++) {
      while (batch.rows(time) <= row) {
        time--;
      }
      states
          .buffer()
          .get((batch.firstRow(time) + row) * states.stride(), stateRow, 0, stateRow.length);
      System.arraycopy(stateRow, 0, carried, offset + row * stateRow.length, stateRow.length);
    }
  }
}
