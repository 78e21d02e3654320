package org.keepgate.cell;

import java.util.List;
import org.keepgate.math.Activations;
import org.keepgate.parameter.ParameterLayout;

/**
 * MUT1 of Jozefowicz, Zaremba and Sutskever (2015): z sees the input alone, and so does a part of
 * the candidate.
 *
 * <pre>
 *   z = σ(W_z x + b_z)                   x   input of the layer   B × I
 *   r = σ(W_r x + R_r h' + b_r)          h'  previous output      B × H
 *   q = tanh(W_n x)
 *   n = tanh(R_n (r∘h') + q + b_n)       n   candidate            B × H
 *   h = z∘n + (1 − z)∘h'                 h   output               B × H
 *
 *   δ_z, δ_n, ∂L/∂h' as in {@link MutCell}, δ_r as in {@link ResetGate}
 *   ∂L/∂(W_n x) = δ_n ∘ (1−q²)
 * </pre>
 *
 * <p>The layer adds W x and the bias of z and r, and the R_r h' of {@code recurrentWeights}; it
 * keeps the R_n (r∘h') of {@code candidateWeights} apart. b_n is the cell's. Trace: q.
 */
final class Mut1Cell extends MutCell {
  private final RowParameter candidateBias;
  private final float[] q;

  Mut1Cell(CellOptions options) {
    super(options);
    candidateBias = ownParameter(hiddenSize);
    q = block(hiddenSize);
  }

  @Override
  public CellSpec spec() {
    int h = hiddenSize;
    List<RecurrentProduct> products =
        List.of(
            RecurrentProduct.ofState("recurrentWeights", 0, h, h, h),
            RecurrentProduct.computed("candidateWeights", h, 0, h).keptApart());
    return new CellSpec(h, List.of(h), 3 * h, 2 * h, products, h);
  }

  @Override
  public void register(ParameterLayout.Scope own) {
    candidateBias.place(own.vector("candidateBias", hiddenSize), 0);
  }

  @Override
  void candidate(ForwardStep step, int row, int rows, int count) {
    step.preActivations(row, rows, 2 * hiddenSize, hiddenSize, q);
    Activations.tanh(q, q, count);
    step.product(1, row, rows, 0, hiddenSize, n);
    Elementwise.add(q, n, count);
    Elementwise.add(candidateBias.repeated(), n, count);
    Activations.tanh(n, n, count);
    step.setTrace(row, rows, 0, hiddenSize, q);
  }

  @Override
  void candidateBackward(BackwardStep step, int row, int rows, int count) {
    candidateBias.addToSum(delta, rows);
    step.setProductDelta(1, row, rows, 0, hiddenSize, delta);
    step.trace(row, rows, 0, hiddenSize, q);
    Elementwise.timesTanhDerivative(q, delta, count);
    step.setDelta(row, rows, 2 * hiddenSize, hiddenSize, delta);
  }
}
