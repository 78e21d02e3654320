package org.keepgate.cell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.cell.CellAnatomy.Effect;
import org.keepgate.math.Activations;
import org.keepgate.parameter.ParameterView;

/**
 * The gated recurrent unit that resets before the product (Cho et al., 2014, equations 5–8). The
 * update gate z keeps the old state, as there and in PyTorch and ONNX; in Chung et al. (2014) and
 * Karpathy et al. (2016) z means the opposite.
 *
 * <pre>
 *   r = σ(W_r x + R_r h' + b_r)          x   input of the layer   B × I
 *   z = σ(W_z x + R_z h' + b_z)          h'  previous output      B × H
 *   n = tanh(W_n x + R_n (r∘h') + b_n)   n   candidate            B × H
 *   h = z∘h' + (1 − z)∘n                 h   output               B × H
 *
 *   δ_z = ∂L/∂h ∘ (h' − n) ∘ z(1−z)      δ = ∂L/∂pre-activation
 *   δ_n = ∂L/∂h ∘ (1 − z) ∘ (1−n²)
 *   ∂L/∂h' = ∂L/∂h ∘ z
 *   K = r∘h', ∂L/∂K = δ_n R_n: see {@link ResetGate}
 * </pre>
 *
 * <p>The layer adds W x + b, the R_r h' and R_z h' of {@code recurrentWeights} and the R_n K of
 * {@code candidateWeights}, and carries δR back. Columns of the pre-activations: r z n; of the
 * state: h.
 */
final class GruCell extends BlockwiseCell {
  private final ResetGate reset;
  private final float[] z;
  private final float[] n;
  private final float[] previous; // h'
  private final float[] hidden;
  private final float[] dHidden;
  private final float[] delta;

  GruCell(CellOptions options) {
    super(options, options.hiddenSize());
    reset = new ResetGate(this, 0);
    z = block(hiddenSize);
    n = block(hiddenSize);
    previous = block(hiddenSize);
    hidden = block(hiddenSize);
    dHidden = block(hiddenSize);
    delta = block(hiddenSize);
  }

  @Override
  public CellSpec spec() {
    int h = hiddenSize;
    List<RecurrentProduct> products =
        List.of(
            RecurrentProduct.ofState("recurrentWeights", 0, h, 0, 2 * h),
            RecurrentProduct.computed("candidateWeights", h, 2 * h, h));
    return new CellSpec(h, List.of(h), 3 * h, 3 * h, products, 0);
  }

  @Override
  public void initialize(float[] parameters, @Nullable ParameterView bias, long seed) {}

  @Override
  void operand(int k, ForwardStep step, int row, int rows, int count) {
    reset.operand(step, row, rows);
  }

  @Override
  void forward(ForwardStep step, int row, int rows, int count) {
    step.preActivations(row, rows, hiddenSize, hiddenSize, z);
    step.preActivations(row, rows, 2 * hiddenSize, hiddenSize, n);
    step.previousState(row, rows, 0, hiddenSize, previous);
    Activations.logistic(z, z, count);
    Activations.tanh(n, n, count);
    Elementwise.mix(z, previous, n, hidden, count);
    step.setActivations(row, rows, hiddenSize, hiddenSize, z);
    step.setActivations(row, rows, 2 * hiddenSize, hiddenSize, n);
    step.setState(row, rows, 0, hiddenSize, hidden);
  }

  @Override
  void backward(BackwardStep step, int row, int rows, int count) {
    step.activations(row, rows, hiddenSize, hiddenSize, z);
    step.activations(row, rows, 2 * hiddenSize, hiddenSize, n);
    step.previousState(row, rows, 0, hiddenSize, previous);
    readHiddenError(step, row, rows, dHidden, delta);
    Elementwise.productWithDifference(dHidden, previous, n, delta, count);
    Elementwise.timesLogisticDerivative(z, delta, count);
    setDelta(step, row, rows, hiddenSize, delta);
    Elementwise.productWithComplement(dHidden, z, delta, count);
    Elementwise.timesTanhDerivative(n, delta, count);
    setDelta(step, row, rows, 2 * hiddenSize, delta);
    Elementwise.product(dHidden, z, dHidden, count);
    step.setDPreviousState(row, rows, 0, hiddenSize, dHidden);
  }

  @Override
  void operandBackward(int k, BackwardStep step, int row, int rows, int count) {
    reset.operandBackward(step, row, rows);
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
