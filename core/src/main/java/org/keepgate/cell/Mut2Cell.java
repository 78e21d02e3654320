package org.keepgate.cell;

import java.util.List;

/**
 * MUT2 of Jozefowicz, Zaremba and Sutskever (2015), with a product W_r x for its bare x.
 *
 * <pre>
 *   z = σ(W_z x + R_z h' + b_z)            x   input of the layer   B × I
 *   r = σ(W_r x + R_r h' + b_r)            h'  previous output      B × H
 *   n = tanh(W_n x + R_n (r∘h') + b_n)     n   candidate            B × H
 *   h = z∘n + (1 − z)∘h'                   h   output               B × H
 *
 *   δ_z, δ_n, ∂L/∂h' as in {@link MutCell}, δ_r as in {@link ResetGate}
 * </pre>
 *
 * <p>The layer adds W x + b, the R_z h' and R_r h' of {@code recurrentWeights} and the R_n (r∘h')
 * of {@code candidateWeights}. With that product W_r x it is the GRU with z turned round.
 */
final class Mut2Cell extends MutCell {
  Mut2Cell(CellOptions options) {
    super(options);
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
}
