package org.keepgate.cell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.Activations;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * The layer-normalised LSTM (Ba, Kiros and Hinton, 2016, equations 20–22, with the gain and bias of
 * equation 15 where they are).
 *
 * <pre>
 *   [i f g o] = γ_W∘N(W x) + γ_R∘N(R h') + b     x    input of the layer     B × I
 *   i, f, o = σ(·),  g = tanh(·)                 h'   previous output        B × H
 *   c = f∘c' + i∘g                               c'   previous cell state    B × H
 *   q = γ_c∘ĉ + β_c,  ĉ = N(c)                   N    {@link LayerNormalization} of a row:
 *   h = o∘s,  s = tanh(q)                             of all 4H columns, of the H cells
 *                                                γ, β gains and biases       4H, of c: H
 *
 *   δ_o  = ∂L/∂h ∘ s ∘ o(1−o)                    δ = ∂L/∂(γ_W∘N(W x) + γ_R∘N(R h') + b)
 *   ∂L/∂q = ∂L/∂h ∘ o(1−s²)
 *   ∂L/∂c += N'(∂L/∂q ∘ γ_c)                     ∂L/∂c comes from the next step
 *   δ_f  = ∂L/∂c ∘ c' ∘ f(1−f)
 *   δ_i  = ∂L/∂c ∘ g ∘ i(1−i)
 *   δ_g  = ∂L/∂c ∘ i ∘ (1−g²)
 *   ∂L/∂c' = ∂L/∂c ∘ f
 *   ∂L/∂(W x) = N'(δ∘γ_W),  ∂L/∂(R h') = N'(δ∘γ_R)
 * </pre>
 *
 * <p>The layer computes W x and, apart, R h', both without bias, and carries ∂L/∂(R h') R back.
 * Columns of pre-activations and product: i f g o ({@link Gate}); of the state: h c; of the trace:
 * N(W x), N(R h'), ĉ, s, and what each of the three normalisations divided by.
 */
final class LayerNormLstmCell extends BlockwiseCell {
  private final int columns; // of all gates: 4H
  private final double forgetBias;
  private final LayerNormalization ofGates;
  private final LayerNormalization ofCell;

  private final RowParameter bias;
  private final RowParameter inputGain;
  private final RowParameter recurrentGain;
  private final RowParameter cellGain;
  private final RowParameter cellBias;

  private final float[] input; // N(W x)
  private final float[] recurrent; // N(R h')
  private final float[] net; // [i f g o] before σ and tanh, later δ
  private final float[] dGates; // error of W x or of R h'
  private final float[] inputScale;
  private final float[] recurrentScale;
  private final float[] cellScale;

  private final float[] i;
  private final float[] f;
  private final float[] g;
  private final float[] o;
  private final float[] previousCell;
  private final float[] cell;
  private final float[] normalizedCell; // ĉ
  private final float[] squashed; // s
  private final float[] hidden;
  private final float[] dHidden;
  private final float[] dCell;
  private final float[] scratch;

  LayerNormLstmCell(CellOptions options) {
    super(options, 4 * options.hiddenSize());
    columns = 4 * hiddenSize;
    forgetBias = options.forgetBias();
    ofGates = new LayerNormalization(columns);
    ofCell = new LayerNormalization(hiddenSize);
    bias = ownParameter(columns);
    inputGain = ownParameter(columns);
    recurrentGain = ownParameter(columns);
    cellGain = ownParameter(hiddenSize);
    cellBias = ownParameter(hiddenSize);
    input = block(columns);
    recurrent = block(columns);
    net = block(columns);
    dGates = block(columns);
    inputScale = block(1);
    recurrentScale = block(1);
    cellScale = block(1);
    i = block(hiddenSize);
    f = block(hiddenSize);
    g = block(hiddenSize);
    o = block(hiddenSize);
    previousCell = block(hiddenSize);
    cell = block(hiddenSize);
    normalizedCell = block(hiddenSize);
    squashed = block(hiddenSize);
    hidden = block(hiddenSize);
    dHidden = block(hiddenSize);
    dCell = block(hiddenSize);
    scratch = block(hiddenSize);
  }

  @Override
  public CellSpec spec() {
    int h = hiddenSize;
    RecurrentProduct product =
        RecurrentProduct.ofState("recurrentWeights", 0, h, 0, columns).keptApart();
    return new CellSpec(h, List.of(h, h), columns, 0, List.of(product), traceOfScales() + 3);
  }

  private int traceOfScales() {
    return 2 * columns + 2 * hiddenSize;
  }

  @Override
  public void register(ParameterLayout.Scope own) {
    bias.place(own.vector("bias", columns), 0);
    inputGain.place(own.vector("inputGain", columns), 0);
    recurrentGain.place(own.vector("recurrentGain", columns), 0);
    cellGain.place(own.vector("cellGain", hiddenSize), 0);
    cellBias.place(own.vector("cellBias", hiddenSize), 0);
  }

  /** Gains start at one; forget gates start open. */
  @Override
  public void initialize(float[] parameters, @Nullable ParameterView none, long seed) {
    inputGain.initialize(parameters, 0, columns, 1);
    recurrentGain.initialize(parameters, 0, columns, 1);
    cellGain.initialize(parameters, 0, hiddenSize, 1);
    bias.initialize(parameters, column(Gate.FORGET), hiddenSize, forgetBias);
  }

  private int column(Gate gate) {
    return switch (gate) {
      case INPUT -> 0;
      case FORGET -> hiddenSize;
      case CANDIDATE -> 2 * hiddenSize;
      case OUTPUT -> 3 * hiddenSize;
    };
  }

  @Override
  void forward(ForwardStep step, int row, int rows, int n) {
    normalizeGates(step, row, rows);
    step.preActivations(row, rows, column(Gate.INPUT), hiddenSize, i);
    step.preActivations(row, rows, column(Gate.FORGET), hiddenSize, f);
    step.preActivations(row, rows, column(Gate.CANDIDATE), hiddenSize, g);
    step.preActivations(row, rows, column(Gate.OUTPUT), hiddenSize, o);
    step.previousState(row, rows, hiddenSize, hiddenSize, previousCell);
    Activations.logistic(i, i, n);
    Activations.logistic(f, f, n);
    Activations.tanh(g, g, n);
    Activations.logistic(o, o, n);
    Elementwise.sumOfProducts(f, previousCell, i, g, cell, n);
    System.arraycopy(cell, 0, normalizedCell, 0, n);
    ofCell.forward(normalizedCell, cellScale, rows);
    Elementwise.product(cellGain.repeated(), normalizedCell, squashed, n);
    Elementwise.add(cellBias.repeated(), squashed, n);
    Activations.tanh(squashed, squashed, n);
    Elementwise.product(o, squashed, hidden, n);
    write(step, row, rows);
  }

  /** Leaves [i f g o] before σ and tanh in the place of W x. */
  private void normalizeGates(ForwardStep step, int row, int rows) {
    int all = rows * columns;
    step.preActivations(row, rows, 0, columns, input);
    step.product(0, row, rows, 0, columns, recurrent);
    ofGates.forward(input, inputScale, rows);
    ofGates.forward(recurrent, recurrentScale, rows);
    Elementwise.product(inputGain.repeated(), input, net, all);
    Elementwise.addProduct(recurrentGain.repeated(), recurrent, net, all);
    Elementwise.add(bias.repeated(), net, all);
    step.setActivations(row, rows, 0, columns, net);
  }

  private void write(ForwardStep step, int row, int rows) {
    step.setActivations(row, rows, column(Gate.INPUT), hiddenSize, i);
    step.setActivations(row, rows, column(Gate.FORGET), hiddenSize, f);
    step.setActivations(row, rows, column(Gate.CANDIDATE), hiddenSize, g);
    step.setActivations(row, rows, column(Gate.OUTPUT), hiddenSize, o);
    step.setTrace(row, rows, 0, columns, input);
    step.setTrace(row, rows, columns, columns, recurrent);
    step.setTrace(row, rows, 2 * columns, hiddenSize, normalizedCell);
    step.setTrace(row, rows, 2 * columns + hiddenSize, hiddenSize, squashed);
    step.setTrace(row, rows, traceOfScales(), 1, inputScale);
    step.setTrace(row, rows, traceOfScales() + 1, 1, recurrentScale);
    step.setTrace(row, rows, traceOfScales() + 2, 1, cellScale);
    step.setState(row, rows, 0, hiddenSize, hidden);
    step.setState(row, rows, hiddenSize, hiddenSize, cell);
  }

  @Override
  void backward(BackwardStep step, int row, int rows, int n) {
    read(step, row, rows);
    Elementwise.errorOfGate(dHidden, squashed, o, scratch, n);
    setDelta(step, row, rows, column(Gate.OUTPUT), scratch);
    Elementwise.product(dHidden, o, hidden, n); // ∂L/∂q
    Elementwise.timesTanhDerivative(squashed, hidden, n);
    cellGain.addToSum(hidden, normalizedCell, rows);
    cellBias.addToSum(hidden, rows);
    Elementwise.product(hidden, cellGain.repeated(), hidden, n);
    ofCell.backward(hidden, normalizedCell, cellScale, rows);
    Elementwise.add(hidden, dCell, n);
    Elementwise.errorOfGate(dCell, previousCell, f, scratch, n);
    setDelta(step, row, rows, column(Gate.FORGET), scratch);
    Elementwise.errorOfGate(dCell, g, i, scratch, n);
    setDelta(step, row, rows, column(Gate.INPUT), scratch);
    Elementwise.product(dCell, i, scratch, n);
    Elementwise.timesTanhDerivative(g, scratch, n);
    setDelta(step, row, rows, column(Gate.CANDIDATE), scratch);
    Elementwise.product(dCell, f, dCell, n);
    setNoDPreviousState(step, row, rows, 0); // all of ∂L/∂h' flows through R
    step.setDPreviousState(row, rows, hiddenSize, hiddenSize, dCell);
    errorOfProducts(step, row, rows);
  }

  private void read(BackwardStep step, int row, int rows) {
    step.activations(row, rows, column(Gate.INPUT), hiddenSize, i);
    step.activations(row, rows, column(Gate.FORGET), hiddenSize, f);
    step.activations(row, rows, column(Gate.CANDIDATE), hiddenSize, g);
    step.activations(row, rows, column(Gate.OUTPUT), hiddenSize, o);
    step.trace(row, rows, 0, columns, input);
    step.trace(row, rows, columns, columns, recurrent);
    step.trace(row, rows, 2 * columns, hiddenSize, normalizedCell);
    step.trace(row, rows, 2 * columns + hiddenSize, hiddenSize, squashed);
    step.trace(row, rows, traceOfScales(), 1, inputScale);
    step.trace(row, rows, traceOfScales() + 1, 1, recurrentScale);
    step.trace(row, rows, traceOfScales() + 2, 1, cellScale);
    step.previousState(row, rows, hiddenSize, hiddenSize, previousCell);
    readHiddenError(step, row, rows, dHidden, scratch);
    step.dState(row, rows, hiddenSize, hiddenSize, dCell);
  }

  /** From δ of all gates, which have been set: what the two products get. */
  private void errorOfProducts(BackwardStep step, int row, int rows) {
    int all = rows * columns;
    step.activations(row, rows, 0, columns, net);
    bias.addToSum(net, rows);
    inputGain.addToSum(net, input, rows);
    recurrentGain.addToSum(net, recurrent, rows);
    Elementwise.product(net, recurrentGain.repeated(), dGates, all);
    ofGates.backward(dGates, recurrent, recurrentScale, rows);
    step.setProductDelta(0, row, rows, 0, columns, dGates);
    Elementwise.product(net, inputGain.repeated(), dGates, all);
    ofGates.backward(dGates, input, inputScale, rows);
    step.setDelta(row, rows, 0, columns, dGates);
  }

  @Override
  public CellAnatomy anatomy() {
    return CellAnatomy.ofLstm(LstmVariant.NO_PEEPHOLES, hiddenSize);
  }

  @Override
  public String columnName(int column) {
    return LstmVariant.NO_PEEPHOLES.gates()[column / hiddenSize].words()
        + ", unit "
        + column % hiddenSize;
  }

  @Override
  public String ownName(String name, int row, int column) {
    return name.startsWith("cell") ? "unit " + column : columnName(column);
  }
}
