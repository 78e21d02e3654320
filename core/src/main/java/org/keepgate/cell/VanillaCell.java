package org.keepgate.cell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.parameter.ParameterView;

/**
 * The plain recurrent network (Elman, 1990) with full back-propagation through time, equations as
 * in Pascanu, Mikolov and Bengio (2013) but for the activation, which here stands outside.
 *
 * <pre>
 *   h = f(W x + R h' + b)        x   input of the layer   B × I
 *                                h'  previous output      B × H
 *                                h   output               B × H
 *                                f   tanh, σ or max(0, ·)
 *
 *   δ = ∂L/∂h ∘ f'               δ = ∂L/∂pre-activation; f' from h alone
 * </pre>
 *
 * <p>The layer adds W x + b and R h', and carries δR back to ∂L/∂h'. Columns of pre-activations and
 * state: h.
 */
final class VanillaCell extends BlockwiseCell {
  private final VanillaActivation activation;
  private final float[] hidden;
  private final float[] delta;
  private final float[] scratch;

  VanillaCell(CellOptions options) {
    super(options, options.hiddenSize());
    activation = options.activation();
    hidden = block(hiddenSize);
    delta = block(hiddenSize);
    scratch = block(hiddenSize);
  }

  @Override
  public CellSpec spec() {
    RecurrentProduct recurrent =
        RecurrentProduct.ofState("recurrentWeights", 0, hiddenSize, 0, hiddenSize);
    return new CellSpec(
        hiddenSize, List.of(hiddenSize), hiddenSize, hiddenSize, List.of(recurrent), 0);
  }

  @Override
  public void initialize(float[] parameters, @Nullable ParameterView bias, long seed) {}

  @Override
  void forward(ForwardStep step, int row, int rows, int n) {
    step.preActivations(row, rows, 0, hiddenSize, hidden);
    activation.apply(hidden, hidden, n);
    step.setState(row, rows, 0, hiddenSize, hidden);
  }

  @Override
  void backward(BackwardStep step, int row, int rows, int n) {
    readHiddenError(step, row, rows, delta, scratch);
    step.state(row, rows, 0, hiddenSize, hidden);
    activation.timesDerivative(hidden, delta, n);
    setDelta(step, row, rows, 0, delta);
    setNoDPreviousState(step, row, rows, 0);
  }

  @Override
  public CellAnatomy anatomy() {
    return CellAnatomy.plain(hiddenSize);
  }

  @Override
  public String columnName(int column) {
    return "unit " + column;
  }
}
