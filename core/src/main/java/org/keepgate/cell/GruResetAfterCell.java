package org.keepgate.cell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.cell.CellAnatomy.Effect;
import org.keepgate.math.Activations;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * The gated recurrent unit that resets after the product: the form of cuDNN and PyTorch, ONNX with
 * {@code linear_before_reset = 1}. The update gate z keeps the old state (Cho et al., 2014).
 *
 * <pre>
 *   r = σ(W_r x + R_r h' + b_r)           x   input of the layer              B × I
 *   z = σ(W_z x + R_z h' + b_z)           h'  previous output                 B × H
 *   q = R_n h' + b_R                      b_R bias inside the reset: H
 *   n = tanh(W_n x + b_n + r∘q)           n   candidate                       B × H
 *   h = z∘h' + (1 − z)∘n                  h   output                          B × H
 *
 *   δ_z = ∂L/∂h ∘ (h' − n) ∘ z(1−z)       δ = ∂L/∂pre-activation
 *   δ_n = ∂L/∂h ∘ (1 − z) ∘ (1−n²)
 *   δ_r = δ_n ∘ q ∘ r(1−r)
 *   ∂L/∂q = δ_n ∘ r
 *   ∂L/∂h' = ∂L/∂h ∘ z
 * </pre>
 *
 * <p>The layer adds W x + b; it keeps R h' apart, and carries [δ_r δ_z ∂L/∂q] R back. Columns of
 * pre-activations and product: r z n; of the state: h.
 */
final class GruResetAfterCell extends BlockwiseCell {
  private final RowParameter recurrentBias;
  private final float[] r;
  private final float[] z;
  private final float[] n;
  private final float[] recurrent; // R h' of one gate; of the candidate: q
  private final float[] previous; // h'
  private final float[] hidden;
  private final float[] dHidden;
  private final float[] delta;

  GruResetAfterCell(CellOptions options) {
    super(options, options.hiddenSize());
    recurrentBias = ownParameter(hiddenSize);
    r = block(hiddenSize);
    z = block(hiddenSize);
    n = block(hiddenSize);
    recurrent = block(hiddenSize);
    previous = block(hiddenSize);
    hidden = block(hiddenSize);
    dHidden = block(hiddenSize);
    delta = block(hiddenSize);
  }

  @Override
  public CellSpec spec() {
    int h = hiddenSize;
    RecurrentProduct product =
        RecurrentProduct.ofState("recurrentWeights", 0, h, 0, 3 * h).keptApart();
    return new CellSpec(h, List.of(h), 3 * h, 3 * h, List.of(product), 0);
  }

  @Override
  public void register(ParameterLayout.Scope own) {
    recurrentBias.place(own.vector("recurrentBias", hiddenSize), 0);
  }

  @Override
  public void initialize(float[] parameters, @Nullable ParameterView bias, long seed) {}

  @Override
  void forward(ForwardStep step, int row, int rows, int count) {
    readGate(step, row, rows, 0, r);
    readGate(step, row, rows, hiddenSize, z);
    step.preActivations(row, rows, 2 * hiddenSize, hiddenSize, n);
    step.product(0, row, rows, 2 * hiddenSize, hiddenSize, recurrent);
    step.previousState(row, rows, 0, hiddenSize, previous);
    Elementwise.add(recurrentBias.repeated(), recurrent, count);
    Elementwise.addProduct(r, recurrent, n, count);
    Activations.tanh(n, n, count);
    Elementwise.mix(z, previous, n, hidden, count);
    step.setActivations(row, rows, 0, hiddenSize, r);
    step.setActivations(row, rows, hiddenSize, hiddenSize, z);
    step.setActivations(row, rows, 2 * hiddenSize, hiddenSize, n);
    step.setState(row, rows, 0, hiddenSize, hidden);
  }

  private void readGate(ForwardStep step, int row, int rows, int column, float[] gate) {
    step.preActivations(row, rows, column, hiddenSize, gate);
    step.product(0, row, rows, column, hiddenSize, recurrent);
    Elementwise.add(recurrent, gate, rows * hiddenSize);
    Activations.logistic(gate, gate, rows * hiddenSize);
  }

  @Override
  void backward(BackwardStep step, int row, int rows, int count) {
    step.activations(row, rows, 0, hiddenSize, r);
    step.activations(row, rows, hiddenSize, hiddenSize, z);
    step.activations(row, rows, 2 * hiddenSize, hiddenSize, n);
    step.product(0, row, rows, 2 * hiddenSize, hiddenSize, recurrent);
    step.previousState(row, rows, 0, hiddenSize, previous);
    Elementwise.add(recurrentBias.repeated(), recurrent, count);
    readHiddenError(step, row, rows, dHidden, delta);
    Elementwise.productWithDifference(dHidden, previous, n, delta, count);
    Elementwise.timesLogisticDerivative(z, delta, count);
    setGateDelta(step, row, rows, hiddenSize);
    Elementwise.productWithComplement(dHidden, z, delta, count);
    Elementwise.timesTanhDerivative(n, delta, count);
    setDelta(step, row, rows, 2 * hiddenSize, delta);
    Elementwise.product(delta, r, n, count); // ∂L/∂q
    step.setProductDelta(0, row, rows, 2 * hiddenSize, hiddenSize, n);
    recurrentBias.addToSum(n, rows);
    Elementwise.errorOfGate(delta, recurrent, r, delta, count); // δ_r
    setGateDelta(step, row, rows, 0);
    Elementwise.product(dHidden, z, dHidden, count);
    step.setDPreviousState(row, rows, 0, hiddenSize, dHidden);
  }

  /** δ of a gate is ∂L/∂(W x + b) and ∂L/∂(R h') alike. */
  private void setGateDelta(BackwardStep step, int row, int rows, int column) {
    setDelta(step, row, rows, column, delta);
    step.setProductDelta(0, row, rows, column, hiddenSize, delta);
  }

  @Override
  public CellAnatomy anatomy() {
    return CellAnatomy.ofTwoGates(
        "reset gate", Effect.NONE, "update gate", Effect.KEEPS, hiddenSize);
  }

  @Override
  public String columnName(int column) {
    return columnName(column, "reset gate", "update gate", "candidate");
  }
}
