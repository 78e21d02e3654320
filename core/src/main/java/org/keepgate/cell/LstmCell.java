package org.keepgate.cell;

import static org.keepgate.cell.Elementwise.addProduct;
import static org.keepgate.cell.Elementwise.complement;
import static org.keepgate.cell.Elementwise.errorOfGate;
import static org.keepgate.cell.Elementwise.product;
import static org.keepgate.cell.Elementwise.subtract;
import static org.keepgate.cell.Elementwise.sumOfProducts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.Activations;
import org.keepgate.parameter.Initializers;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * LSTM with forget gate (Gers, Schmidhuber and Cummins, 2000) and, if wanted, peepholes (Gers,
 * Schraudolph and Schmidhuber, 2002), full gradient as in Graves (2012); and the eight variants of
 * the Search Space Odyssey (Greff et al., 2017).
 *
 * <pre>
 *   i = σ(W_i x + R_i h' + p_i∘c' + b_i)      x   input of the layer   B × I
 *   f = σ(W_f x + R_f h' + p_f∘c' + b_f)      h'  previous output      B × H
 *   g = tanh(W_g x + R_g h' + b_g)            c'  previous cell state  B × H
 *   c = f∘c' + i∘g                            c   cell state           B × H
 *   o = σ(W_o x + R_o h' + p_o∘c  + b_o)      h   output               B × H
 *   h = o∘s,  s = tanh(c)                     p   peepholes            3 × H (i f o)
 *
 *   δ_o  = ∂L/∂h ∘ s ∘ o(1−o)                 δ = ∂L/∂pre-activation
 *   ∂L/∂c += ∂L/∂h ∘ o(1−s²) + δ_o∘p_o        ∂L/∂c comes from the next step
 *   δ_f  = ∂L/∂c ∘ c' ∘ f(1−f)
 *   δ_i  = ∂L/∂c ∘ g ∘ i(1−i)
 *   δ_g  = ∂L/∂c ∘ i ∘ (1−g²)
 *   ∂L/∂c' = ∂L/∂c ∘ f + δ_i∘p_i + δ_f∘p_f
 *
 *   NIG: i = 1    NFG: f = 1    NOG: o = 1    NP: p = 0     no columns, no parameters, δ = 0
 *   NIAF: g = W_g x + R_g h' + b_g            δ_g = ∂L/∂c ∘ i
 *   NOAF: s = c                               ∂L/∂c += ∂L/∂h ∘ o + δ_o∘p_o
 *   CIFG: f = 1 − i                           δ_i = ∂L/∂c ∘ (g − c') ∘ i(1−i)
 *   FGR:  i f o see Q [i' f' o'] too          δ_o += ∂L/∂o ∘ o(1−o), likewise δ_f and δ_i;
 *                                             ∂L/∂o comes from the next step
 * </pre>
 *
 * <p>The layer adds W x + b and R h', and carries δR back to ∂L/∂h'; with FGR also the Q of {@code
 * inputForgetGateWeights} and {@code outputGateWeights}. Columns of the pre-activations: i f g o
 * ({@link Gate}), of those that are present; columns of the state: h c, with FGR h c i f o; trace:
 * s.
 */
final class LstmCell extends BlockwiseCell {
  private static final Gate[] FED_BACK = {Gate.INPUT, Gate.FORGET, Gate.OUTPUT};

  private final LstmVariant variant;
  private final Gate[] gates;
  private final double forgetBias;

  private final float[] i; // an absent gate is 1 throughout
  private final float[] f;
  private final float[] g;
  private final float[] o;
  private final float[] previousCell;
  private final float[] cell;
  private final float[] squashed; // s
  private final float[] hidden;
  private final float[] dHidden;
  private final float[] dCell;
  private final float[] scratch;
  private final float[] dGate; // with FGR: ∂L/∂i, ∂L/∂f or ∂L/∂o of the next step

  private final @Nullable RowParameter inputPeephole;
  private final @Nullable RowParameter forgetPeephole;
  private final @Nullable RowParameter outputPeephole;

  LstmCell(CellOptions options, LstmVariant variant) {
    super(options, options.hiddenSize());
    this.variant = variant;
    gates = variant.gates();
    forgetBias = options.forgetBias();
    i = gate();
    f = gate();
    g = gate();
    o = gate();
    previousCell = block(hiddenSize);
    cell = block(hiddenSize);
    squashed = block(hiddenSize);
    hidden = block(hiddenSize);
    dHidden = block(hiddenSize);
    dCell = block(hiddenSize);
    scratch = block(hiddenSize);
    dGate = block(variant.feedsGatesBack() ? hiddenSize : 0);
    inputPeephole = peephole(Gate.INPUT);
    forgetPeephole = peephole(Gate.FORGET);
    outputPeephole = peephole(Gate.OUTPUT);
  }

  private float[] gate() {
    float[] values = block(hiddenSize);
    Arrays.fill(values, 1);
    return values;
  }

  private @Nullable RowParameter peephole(Gate gate) {
    return variant.hasPeepholes(gate) ? ownParameter(hiddenSize) : null;
  }

  @Override
  public CellSpec spec() {
    int h = hiddenSize;
    int columns = gates.length * h;
    List<RecurrentProduct> products = new ArrayList<>();
    products.add(RecurrentProduct.ofState("recurrentWeights", 0, h, 0, columns));
    if (variant.feedsGatesBack()) {
      products.add(RecurrentProduct.ofState("inputForgetGateWeights", 2 * h, 3 * h, 0, 2 * h));
      products.add(
          RecurrentProduct.ofState("outputGateWeights", 2 * h, 3 * h, column(Gate.OUTPUT), h));
    }
    List<Integer> state = variant.feedsGatesBack() ? List.of(h, h, 3 * h) : List.of(h, h);
    return new CellSpec(h, state, columns, columns, products, h);
  }

  /** First pre-activation column of a gate that is present. */
  private int column(Gate gate) {
    return index(gate, gates) * hiddenSize;
  }

  /** First state column of a gate that is fed back: after h and c. */
  private int stateColumn(Gate gate) {
    return (2 + index(gate, FED_BACK)) * hiddenSize;
  }

  private static int index(Gate gate, Gate[] order) {
    int index = 0;
    while (order[index] != gate) {
      index++;
    }
    return index;
  }

  @Override
  public void register(ParameterLayout.Scope own) {
    List<RowParameter> rows = new ArrayList<>();
    for (RowParameter peephole : Arrays.asList(inputPeephole, forgetPeephole, outputPeephole)) {
      if (peephole != null) {
        rows.add(peephole);
      }
    }
    if (!rows.isEmpty()) {
      ParameterView peepholes = own.matrix("peepholes", rows.size(), hiddenSize);
      for (int row = 0; row < rows.size(); row++) {
        rows.get(row).place(peepholes, row);
      }
    }
  }

  /**
   * Forget gates start open, so that error reaches far back from the first epoch on; peepholes
   * start at zero.
   */
  @Override
  public void initialize(float[] parameters, @Nullable ParameterView bias, long seed) {
    if (bias != null && variant.has(Gate.FORGET)) {
      Initializers.constant(parameters, bias, column(Gate.FORGET), hiddenSize, forgetBias);
    } else if (bias != null && variant.coupled()) { // f = 1 − σ(a) = σ(−a)
      Initializers.constant(parameters, bias, column(Gate.INPUT), hiddenSize, -forgetBias);
    }
  }

  @Override
  void forward(ForwardStep step, int row, int rows, int n) {
    for (Gate gate : gates) {
      step.preActivations(row, rows, column(gate), hiddenSize, values(gate));
    }
    step.previousState(row, rows, hiddenSize, hiddenSize, previousCell);
    addPeephole(inputPeephole, previousCell, i, n);
    addPeephole(forgetPeephole, previousCell, f, n);
    activateGate(Gate.INPUT, n);
    activateGate(Gate.FORGET, n);
    if (variant.coupled()) {
      complement(i, f, n);
    }
    if (variant.activatesInput()) {
      Activations.tanh(g, g, n);
    }
    sumOfProducts(f, previousCell, i, g, cell, n);
    addPeephole(outputPeephole, cell, o, n);
    activateGate(Gate.OUTPUT, n);
    if (variant.activatesOutput()) {
      Activations.tanh(cell, squashed, n);
    } else {
      System.arraycopy(cell, 0, squashed, 0, n);
    }
    product(o, squashed, hidden, n);
    write(step, row, rows);
  }

  private float[] values(Gate gate) {
    return switch (gate) {
      case INPUT -> i;
      case FORGET -> f;
      case CANDIDATE -> g;
      case OUTPUT -> o;
    };
  }

  private static void addPeephole(
      @Nullable RowParameter peephole, float[] source, float[] into, int n) {
    if (peephole != null) {
      addProduct(peephole.repeated(), source, into, n);
    }
  }

  private void activateGate(Gate gate, int n) {
    if (variant.has(gate)) {
      Activations.logistic(values(gate), values(gate), n);
    }
  }

  private void write(ForwardStep step, int row, int rows) {
    if (step.leadsBack()) {
      for (Gate gate : gates) {
        step.setActivations(row, rows, column(gate), hiddenSize, values(gate));
      }
      step.setTrace(row, rows, 0, hiddenSize, squashed);
    }
    step.setState(row, rows, 0, hiddenSize, hidden);
    step.setState(row, rows, hiddenSize, hiddenSize, cell);
    if (variant.feedsGatesBack()) {
      for (Gate gate : FED_BACK) {
        step.setState(row, rows, stateColumn(gate), hiddenSize, values(gate));
      }
    }
  }

  /** The order matters: δ_o first, then ∂L/∂c, then the rest. */
  @Override
  void backward(BackwardStep step, int row, int rows, int n) {
    read(step, row, rows, n);
    errorOfOutputGate(n); // into scratch: δ_o; into ∂L/∂c: what the cell shows
    finishGate(step, row, rows, Gate.OUTPUT, scratch);
    if (outputPeephole != null) {
      addProduct(outputPeephole.repeated(), scratch, dCell, n);
      step.state(row, rows, hiddenSize, hiddenSize, cell);
      outputPeephole.addToSum(scratch, cell, rows);
    }
    errorOfGate(dCell, previousCell, f, hidden, n); // δ_f
    errorOfGate(dCell, g, i, scratch, n); // δ_i
    if (variant.coupled()) {
      subtract(hidden, scratch, n);
    }
    finishGate(step, row, rows, Gate.FORGET, hidden);
    finishGate(step, row, rows, Gate.INPUT, scratch);
    errorOfCandidate(n); // into dHidden: δ_g
    setDelta(step, row, rows, column(Gate.CANDIDATE), dHidden);
    product(dCell, f, dCell, n);
    handToPreviousCell(inputPeephole, scratch, rows, n);
    handToPreviousCell(forgetPeephole, hidden, rows, n);
    setNoDPreviousState(step, row, rows, 0); // all of ∂L/∂h' is δR
    step.setDPreviousState(row, rows, hiddenSize, hiddenSize, dCell);
    if (variant.feedsGatesBack()) { // all of it is δQ
      for (Gate gate : FED_BACK) {
        setNoDPreviousState(step, row, rows, stateColumn(gate));
      }
    }
  }

  private void read(BackwardStep step, int row, int rows, int n) {
    for (Gate gate : gates) {
      step.activations(row, rows, column(gate), hiddenSize, values(gate));
    }
    if (variant.coupled()) {
      complement(i, f, n);
    }
    step.trace(row, rows, 0, hiddenSize, squashed);
    step.previousState(row, rows, hiddenSize, hiddenSize, previousCell);
    readHiddenError(step, row, rows, dHidden, scratch);
    step.dState(row, rows, hiddenSize, hiddenSize, dCell);
  }

  private void errorOfOutputGate(int n) {
    if (!variant.activatesOutput()) {
      for (int j = 0; j < n; j++) {
        float shown = dHidden[j] * o[j];
        scratch[j] = shown * squashed[j] * (1 - o[j]);
        dCell[j] += shown;
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      float shown = dHidden[j] * o[j];
      scratch[j] = shown * squashed[j] * (1 - o[j]);
      dCell[j] += shown * (1 - squashed[j] * squashed[j]);
    }
  }

  private void errorOfCandidate(int n) {
    if (!variant.activatesInput()) {
      product(dCell, i, dHidden, n);
      return;
    }
    for (int j = 0; j < n; j++) {
      dHidden[j] = dCell[j] * i[j] * (1 - g[j] * g[j]);
    }
  }

  /** Adds to δ what the gates of the next step saw of this one, clips it and hands it over. */
  private void finishGate(BackwardStep step, int row, int rows, Gate gate, float[] delta) {
    if (variant.feedsGatesBack()) {
      step.dState(row, rows, stateColumn(gate), hiddenSize, dGate);
      addThroughLogistic(values(gate), delta, rows * hiddenSize);
    }
    if (variant.has(gate)) {
      setDelta(step, row, rows, column(gate), delta);
    }
  }

  private void addThroughLogistic(float[] gate, float[] delta, int n) {
    for (int j = 0; j < n; j++) {
      delta[j] += dGate[j] * gate[j] * (1 - gate[j]);
    }
  }

  private void handToPreviousCell(@Nullable RowParameter peephole, float[] delta, int rows, int n) {
    if (peephole != null) {
      addProduct(peephole.repeated(), delta, dCell, n);
      peephole.addToSum(delta, previousCell, rows);
    }
  }

  @Override
  public CellAnatomy anatomy() {
    return CellAnatomy.ofLstm(variant, hiddenSize);
  }

  @Override
  public String columnName(int column) {
    return gates[column / hiddenSize].words() + ", unit " + column % hiddenSize;
  }

  @Override
  public String ownName(String name, int row, int column) {
    List<Gate> seeing = Arrays.stream(gates).filter(variant::hasPeepholes).toList();
    return seeing.get(row).words() + ", unit " + column;
  }
}
