package org.keepgate.cell;

import java.util.List;
import org.keepgate.math.Activations;

/**
 * MUT3 of Jozefowicz, Zaremba and Sutskever (2015): z sees tanh(h').
 *
 * <pre>
 *   z = σ(W_z x + R_z u + b_z),  u = tanh(h')     x   input of the layer   B × I
 *   r = σ(W_r x + R_r h' + b_r)                   h'  previous output      B × H
 *   n = tanh(W_n x + R_n (r∘h') + b_n)            n   candidate            B × H
 *   h = z∘n + (1 − z)∘h'                          h   output               B × H
 *
 *   δ_z, δ_n, ∂L/∂h' as in {@link MutCell}, δ_r as in {@link ResetGate}
 *   ∂L/∂h' += ∂L/∂u ∘ (1−u²),  ∂L/∂u = δ_z R_z
 * </pre>
 *
 * <p>The layer adds W x + b, the R_z u of {@code updateWeights}, the R_r h' of {@code
 * recurrentWeights} and the R_n (r∘h') of {@code candidateWeights}.
 */
final class Mut3Cell extends MutCell {
  private static final int UPDATE_PRODUCT = 0;

  private final float[] u;
  private final float[] error;

  Mut3Cell(CellOptions options) {
    super(options);
    u = block(hiddenSize);
    error = block(hiddenSize);
  }

  @Override
  public CellSpec spec() {
    int h = hiddenSize;
    List<RecurrentProduct> products =
        List.of(
            RecurrentProduct.computed("updateWeights", h, 0, h),
            RecurrentProduct.ofState("recurrentWeights", 0, h, h, h),
            RecurrentProduct.computed("candidateWeights", h, 2 * h, h));
    return new CellSpec(h, List.of(h), 3 * h, 3 * h, products, 0);
  }

  @Override
  void operand(int k, ForwardStep step, int row, int rows, int count) {
    if (k != UPDATE_PRODUCT) {
      super.operand(k, step, row, rows, count);
      return;
    }
    step.previousState(row, rows, 0, hiddenSize, u);
    Activations.tanh(u, u, count);
    step.setOperand(row, rows, 0, hiddenSize, u);
  }

  @Override
  void operandBackward(int k, BackwardStep step, int row, int rows, int count) {
    if (k != UPDATE_PRODUCT) {
      super.operandBackward(k, step, row, rows, count);
      return;
    }
    step.previousState(row, rows, 0, hiddenSize, u);
    Activations.tanh(u, u, count);
    step.dOperand(row, rows, 0, hiddenSize, error);
    Elementwise.timesTanhDerivative(u, error, count);
    addDPreviousState(step, row, rows, 0, error, delta);
  }
}
