package org.keepgate.network;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.cell.CellSpec;
import org.keepgate.cell.RecurrentCell;
import org.keepgate.cell.VanillaActivation;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.sequence.Minibatch;

/**
 * The loop over time around a cell, and the products that the cell needs.
 *
 * <pre>
 *   Z = Σ X Wᵀ + b                     all steps at once (the input projections)
 *   for t = 0 … T−1:                   in reverse: t = T−1 … 0
 *     for each product k:              K  operand: columns of the previous state, or the cell's
 *       Z(t) += K(t) Rᵀ                Z  pre-activations, then activations, then δ
 *     cell.forward                        (a product that is kept apart has a Z of its own)
 *   for t = T−1 … 0:
 *     cell.backward                    δ(t) from ∂L/∂output(t) and ∂L/∂state(t)
 *     for each product k, last first:
 *       ∂L/∂K = δ(t) R                 added to ∂L/∂state(t−1), or handed to the cell
 *   ∂L/∂R = δᵀ K                       all steps at once
 * </pre>
 *
 * <p>Rows are packed: step t holds only the sequences still running, longest first. A row that ends
 * leaves; backward in time it joins with ∂L/∂state = 0. A layer that runs in reverse sees each
 * sequence from its own last step on.
 */
final class RecurrentLayer {
  private final RecurrentCell cell;
  private final InputProjection[] projections; // arrays: to walk over them allocates nothing
  private final Recurrence[] recurrences;
  private final boolean reversed;
  private final States history;
  private final Matrix preActivations; // δ after the way back
  private final States states;
  private final States dState;
  private final LayerStep step;
  private final int stateSize;
  private final @Nullable OmegaPenalty omega;

  /**
   * A layer over its workspace.
   *
   * @param projections what comes in; the first overwrites the pre-activations, the others add
   * @param dOutputs ∂L/∂outputs of all packed rows, set before {@link #backward}
   * @param reversed whether time runs from the last step to the first
   * @param penalty what is added to the objective, or none
   */
  RecurrentLayer(
      GemmSession session,
      NetworkParameters.Layer parameters,
      List<InputProjection> projections,
      LayerBuffers buffers,
      Matrix dOutputs,
      boolean reversed,
      @Nullable Penalty penalty) {
    cell = parameters.cell();
    this.projections = projections.toArray(new InputProjection[0]);
    this.reversed = reversed;
    history = buffers.history();
    preActivations = buffers.preActivations();
    states = buffers.states();
    CellSpec sizes = cell.spec();
    dState = States.of(session, buffers.maxRows(), sizes.stateParts());
    recurrences = new Recurrence[sizes.products().size()];
    for (int k = 0; k < recurrences.length; k++) {
      recurrences[k] =
          Recurrence.of(
              session,
              sizes.products().get(k),
              parameters.recurrentWeights().get(k),
              buffers,
              dState,
              reversed || penalty != null);
    }
    omega =
        penalty == null
            ? null
            : new OmegaPenalty(session, penalty.strength(), penalty.activation(), recurrences[0]);
    step =
        new LayerStep(
            new LayerStep.Buffers(
                buffers.preActivations(),
                Arrays.stream(recurrences).map(Recurrence::result).toList(),
                Arrays.stream(recurrences).map(Recurrence::operand).toList(),
                Arrays.stream(recurrences).map(Recurrence::dOperand).toList(),
                history,
                Workspace.matrix(session, states.rows(), Math.max(1, sizes.traceColumns())),
                dOutputs,
                dState),
            reversed);
    stateSize = sizes.stateSize();
  }

  /** Ω of a strength, for plain recurrent units. */
  record Penalty(double strength, VanillaActivation activation) {}

  void setParameters(float[] parameters) {
    for (InputProjection projection : projections) {
      projection.setParameters(parameters);
    }
    for (Recurrence recurrence : recurrences) {
      recurrence.weights().load(parameters);
    }
  }

  /**
   * Runs the layer over a minibatch; its outputs are the first columns of the states.
   *
   * @param leadsBack whether {@link #backward} will follow
   */
  void forward(Minibatch batch, float[] parameters, boolean leadsBack) {
    step.begin(leadsBack);
    for (InputProjection projection : projections) {
      projection.forward(batch);
    }
    for (int count = 0; count < batch.steps(); count++) {
      step.moveTo(reversed ? batch.steps() - 1 - count : count, batch);
      for (int k = 0; k < recurrences.length; k++) {
        multiply(k, parameters);
      }
      cell.forward(parameters, step);
    }
  }

  private void multiply(int k, float[] parameters) {
    Recurrence recurrence = recurrences[k];
    if (recurrence.product().isComputed()) {
      step.turnTo(k);
      cell.operand(k, parameters, step);
    } else if (recurrence.copies()) {
      step.copyPreviousState(recurrence.product().stateColumn(), recurrence.operand());
    }
    if (recurrence.product().separate()) {
      step.zeroRest(recurrence.result());
    }
    if (step.previousRows() > 0) { // the others have a zero state, and so a zero product
      int operandRow = recurrence.multipliesHistory() ? step.firstPreviousRow() : step.firstRow();
      recurrence.forward().run(operandRow, step.firstRow(), step.previousRows());
    }
  }

  /**
   * From ∂L/∂outputs of all packed rows: the gradient of everything in the layer, and ∂L/∂inputs
   * below it.
   */
  void backward(Minibatch batch, float[] parameters, float[] gradient) {
    backward(batch, parameters, gradient, null);
  }

  /** Sees ∂L/∂state of the step before each, of all rows. */
  @FunctionalInterface
  interface StepTap {
    void reached(int time, int rows, States dState);
  }

  void backward(Minibatch batch, float[] parameters, float[] gradient, @Nullable StepTap tap) {
    dState.zero(0, batch.batchSize());
    cell.beginBackward();
    for (int count = batch.steps() - 1; count >= 0; count--) {
      step.moveTo(reversed ? batch.steps() - 1 - count : count, batch);
      cell.backward(parameters, step);
      for (int k = recurrences.length - 1; k >= 0; k--) {
        flowBack(k, count, parameters);
      }
      if (omega != null) {
        omega.step(step, count > 0 ? step.previousRows() : 0);
      }
      if (tap != null && count > 0) {
        int time = reversed ? batch.steps() - 1 - count : count;
        tap.reached(time, step.previousRows(), dState);
      }
    }
    cell.endBackward(gradient);
    int first = reversed || batch.continues() ? 0 : batch.rows(0); // a zero state adds nothing
    for (Recurrence recurrence : recurrences) {
      recurrence.sumGradient(batch, first);
      recurrence.weights().storeGradient(gradient);
    }
    for (InputProjection projection : projections) {
      projection.backward(batch, gradient);
    }
  }

  private void flowBack(int k, int count, float[] parameters) {
    Recurrence recurrence = recurrences[k];
    if (recurrence.product().isComputed()) { // the operand may have δ of its own, at every step
      recurrence.backward().run(step.firstRow(), 0, step.rows());
      step.turnTo(k);
      cell.operandBackward(k, parameters, step);
    } else if (recurrence.product().carriesError() && count > 0 && step.previousRows() > 0) {
      // what reaches back over the minibatch's edge is cut: truncated BPTT
      recurrence.backward().run(step.firstRow(), 0, step.previousRows());
    }
  }

  /**
   * Reads activations of packed rows, after a forward pass that leads back, and before {@link
   * #backward} puts δ in their place.
   */
  void activations(int firstRow, int rows, int column, int width, float[] into) {
    read(preActivations, firstRow, rows, column, width, into);
  }

  /** Reads columns of one part of the states of packed rows. */
  void states(int firstRow, int rows, int column, int width, float[] into) {
    read(states.part(column), firstRow, rows, states.columnInPart(column), width, into);
  }

  private static void read(
      Matrix from, int firstRow, int rows, int column, int width, float[] into) {
    for (int row = 0; row < rows; row++) {
      int at = from.offset() + (firstRow + row) * from.stride() + column;
      from.buffer().get(at, into, row * width, width);
    }
  }

  /** The packed row at which the way back first met a δ that is not finite; −1 if it met none. */
  int firstBadError(int packedRows) {
    return FiniteRows.firstBad(preActivations, packedRows, !reversed);
  }

  /** Adds the gradient of Ω, where there is one. */
  void addPenalty(Minibatch batch, float[] gradient) {
    if (omega != null) {
      omega.addGradient(batch.totalRows(), batch.batchSize(), gradient);
    }
  }

  /** Sets what the first step starts from: the carried state, or zeros. */
  void startFrom(float[] carried, int offset, Minibatch batch) {
    int first = history.rows() - states.rows() - batch.batchSize();
    if (!batch.continues()) {
      history.zero(first, batch.batchSize());
      return;
    }
    for (int row = 0; row < batch.batchSize(); row++) {
      history.putRow(first + row, carried, offset + row * stateSize);
    }
  }

  /** Keeps the state in which each row ended. */
  void carry(float[] carried, int offset, Minibatch batch) {
    int time = batch.steps() - 1;
    for (int row = 0; row < batch.batchSize(); row++) {
      while (batch.rows(time) <= row) {
        time--;
      }
      states.getRow(batch.firstRow(time) + row, carried, offset + row * stateSize);
    }
  }
}
