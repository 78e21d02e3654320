package org.keepgate.cell;

import org.jspecify.annotations.Nullable;
import org.keepgate.cell.CellAnatomy.Effect;
import org.keepgate.math.Activations;
import org.keepgate.parameter.ParameterView;

/**
 * What the three architectures have in common that Jozefowicz, Zaremba and Sutskever (2015) found
 * by search: a candidate that sees r∘h', and an update gate z that lets it in. (In the GRU z is the
 * opposite: it keeps h'.)
 *
 * <pre>
 *   h = z∘n + (1 − z)∘h'                 h'  previous output  B × H
 *                                        n   candidate        B × H
 *   δ_z = ∂L/∂h ∘ (n − h') ∘ z(1−z)      h   output           B × H
 *   δ_n = ∂L/∂h ∘ z ∘ (1−n²)             δ = ∂L/∂pre-activation
 *   ∂L/∂h' = ∂L/∂h ∘ (1 − z)
 *   K = r∘h', ∂L/∂K = δ_n R_n: see {@link ResetGate}
 * </pre>
 *
 * <p>Where the paper has a bare x, there is a product W x, since the sizes may differ. Columns of
 * the pre-activations: z r n; of the state: h.
 */
abstract class MutCell extends BlockwiseCell {
  final ResetGate reset;
  final float[] z;
  final float[] n;
  final float[] delta;
  private final float[] previous; // h'
  private final float[] hidden;
  private final float[] dHidden;

  MutCell(CellOptions options) {
    super(options, options.hiddenSize());
    reset = new ResetGate(this, hiddenSize);
    z = block(hiddenSize);
    n = block(hiddenSize);
    delta = block(hiddenSize);
    previous = block(hiddenSize);
    hidden = block(hiddenSize);
    dHidden = block(hiddenSize);
  }

  @Override
  public void initialize(float[] parameters, @Nullable ParameterView bias, long seed) {}

  @Override
  void operand(int k, ForwardStep step, int row, int rows, int count) {
    reset.operand(step, row, rows);
  }

  /** Puts n of so many rows in its array. */
  void candidate(ForwardStep step, int row, int rows, int count) {
    step.preActivations(row, rows, 2 * hiddenSize, hiddenSize, n);
    Activations.tanh(n, n, count);
  }

  @Override
  final void forward(ForwardStep step, int row, int rows, int count) {
    candidate(step, row, rows, count);
    step.preActivations(row, rows, 0, hiddenSize, z);
    step.previousState(row, rows, 0, hiddenSize, previous);
    Activations.logistic(z, z, count);
    Elementwise.mix(z, n, previous, hidden, count);
    step.setActivations(row, rows, 0, hiddenSize, z);
    step.setActivations(row, rows, 2 * hiddenSize, hiddenSize, n);
    step.setState(row, rows, 0, hiddenSize, hidden);
  }

  @Override
  final void backward(BackwardStep step, int row, int rows, int count) {
    step.activations(row, rows, 0, hiddenSize, z);
    step.activations(row, rows, 2 * hiddenSize, hiddenSize, n);
    step.previousState(row, rows, 0, hiddenSize, previous);
    readHiddenError(step, row, rows, dHidden, delta);
    Elementwise.productWithDifference(dHidden, n, previous, delta, count);
    Elementwise.timesLogisticDerivative(z, delta, count);
    setDelta(step, row, rows, 0, delta);
    Elementwise.product(dHidden, z, delta, count);
    Elementwise.timesTanhDerivative(n, delta, count);
    setDelta(step, row, rows, 2 * hiddenSize, delta);
    candidateBackward(step, row, rows, count);
    Elementwise.productWithComplement(dHidden, z, dHidden, count);
    step.setDPreviousState(row, rows, 0, hiddenSize, dHidden);
  }

  /** What follows from δ_n, which has been set, where the candidate is more than one tanh. */
  void candidateBackward(BackwardStep step, int row, int rows, int count) {}

  @Override
  void operandBackward(int k, BackwardStep step, int row, int rows, int count) {
    reset.operandBackward(step, row, rows);
  }

  @Override
  public final CellAnatomy anatomy() {
    return CellAnatomy.ofTwoGates(
        "update gate", Effect.REPLACES, "reset gate", Effect.NONE, hiddenSize);
  }

  @Override
  public final String columnName(int column) {
    return columnName(column, "update gate", "reset gate", "candidate");
  }
}
