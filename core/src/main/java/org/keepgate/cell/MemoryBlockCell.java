package org.keepgate.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.cell.CellAnatomy.Effect;
import org.keepgate.parameter.Initializers;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * The memory blocks of Hochreiter and Schmidhuber (1997): S cells share the gates of their block.
 * Equation numbers are those of their appendix A.1. The forget gate is that of Gers, Schmidhuber
 * and Cummins (2000), the peepholes are those of Gers, Schraudolph and Schmidhuber (2002).
 *
 * <pre>
 *   in  = σ(net_in  + Σ_v p_in s'_v)      A.1     net  W x + R y' + b, of the layer
 *   f   = σ(net_f   + Σ_v p_f  s'_v)              y'   what is fed back of the previous step
 *   s   = f s' + in g(net_c)              A.7     s    state of a cell: the constant error carousel
 *   out = σ(net_out + Σ_v p_out s_v)              v    a cell of the gate's own block
 *   y   = out h(s)                                g,h  A.3 and A.2, or another function
 *                                                 absent gates are 1
 *
 *   δ_out = out(1−out) (Σ_v ∂L/∂y_v h(s_v) + ∂L/∂out)      δ  ∂L/∂net            A.18
 *   ∂L/∂s += ∂L/∂y out h'(s) + δ_out p_out                 ∂L/∂s of the next step, A.19
 *   δ_c   = ∂L/∂s in g'(net_c)                             A.26
 *   δ_in  = in(1−in) (Σ_v ∂L/∂s_v g(net_v) + ∂L/∂in)       A.24
 *   δ_f   = f(1−f) (Σ_v ∂L/∂s_v s'_v + ∂L/∂f)
 *   ∂L/∂s' = ∂L/∂s f + δ_in p_in + δ_f p_f                 f = 1: error stays as it is, A.28
 * </pre>
 *
 * <p><b>Truncated gradient</b> (section 4, A.9): y' and all that peepholes see count as constants.
 * Then ∂L/∂y, ∂L/∂in, ∂L/∂f and ∂L/∂out have nothing of the next step, the terms with p are left
 * out, and ∂L/∂s' = ∂L/∂s f: error reaches back through s only.
 *
 * <p>Columns: {@link BlockColumns}. State: y, gates that are fed back, s. Trace: h(s). Every δ may
 * be clipped to [−limit, limit] inside the recursion, as in Graves (2013).
 */
final class MemoryBlockCell implements RecurrentCell {
  private final MemoryBlockOptions options;
  private final BlockColumns columns;
  private final int blocks;
  private final int cellsPerBlock;
  private final int hiddenSize;
  private final int stateColumn; // of s
  private final float clip; // 0: no clipping
  private final double forgetBias;

  // one row each
  private final float[] input; // 1 where there is no such gate
  private final float[] forget;
  private final float[] output;
  private final float[] cellInput; // g(net_c)
  private final float[] previous; // s'
  private final float[] state; // s
  private final float[] squashed; // h(s)
  private final float[] hidden; // y, later ∂L/∂y
  private final float[] dState; // ∂L/∂s
  private final float[] dGates; // ∂L/∂gates of the next step, in the order of the columns
  private final float[] deltas; // δ of one kind of gate
  private final float[] zeros;

  private @Nullable ParameterView peepholeView;
  private final double[] dPeepholes; // sums over time in double, row after row

  MemoryBlockCell(CellOptions cell) {
    options = cell.memoryBlocks();
    columns = BlockColumns.of(cell);
    blocks = columns.blocks();
    cellsPerBlock = columns.cellsPerBlock();
    hiddenSize = columns.hiddenSize();
    stateColumn = hiddenSize + columns.gatesFedBack();
    clip = (float) cell.clipPreActivationGradient();
    forgetBias = cell.forgetBias();
    input = new float[blocks];
    forget = new float[blocks];
    output = new float[blocks];
    cellInput = new float[hiddenSize];
    previous = new float[hiddenSize];
    state = new float[hiddenSize];
    squashed = new float[hiddenSize];
    hidden = new float[hiddenSize];
    dState = new float[hiddenSize];
    dGates = new float[columns.cells()];
    deltas = new float[blocks];
    zeros = new float[stateColumn];
    dPeepholes = new double[options.peepholes() ? options.gates() * hiddenSize : 0];
  }

  @Override
  public CellSpec spec() {
    return new CellSpec(
        hiddenSize,
        List.of(stateColumn, hiddenSize),
        columns.count(),
        columns.biased(),
        products(),
        hiddenSize);
  }

  private List<RecurrentProduct> products() {
    if (columns.fedBack() == 0) {
      return List.of();
    }
    RecurrentProduct recurrent =
        RecurrentProduct.ofState("recurrentWeights", 0, columns.fedBack(), 0, columns.count());
    return List.of(options.truncatedGradient() ? recurrent.withoutError() : recurrent);
  }

  @Override
  public void register(ParameterLayout.Scope own) {
    if (options.peepholes()) {
      peepholeView = own.matrix("peepholes", options.gates(), hiddenSize);
    }
  }

  /** The biases of the options, block by block; peepholes start at zero. */
  @Override
  public void initialize(float[] parameters, @Nullable ParameterView bias, long seed) {
    if (bias != null) {
      for (int b = 0; b < blocks; b++) {
        bias(parameters, bias, columns.inputGate(), b, options.inputGateBias().of(b));
        bias(parameters, bias, columns.outputGate(), b, options.outputGateBias().of(b));
        double open = forgetBias + b * options.forgetBiasStep();
        bias(parameters, bias, columns.forgetGate(), b, open);
      }
    }
  }

  private static void bias(
      float[] parameters, ParameterView bias, int gate, int block, double value) {
    if (gate != BlockColumns.ABSENT) {
      Initializers.constant(parameters, bias, gate + block, 1, value);
    }
  }

  @Override
  public void forward(float[] parameters, ForwardStep step) {
    for (int row = 0; row < step.rows(); row++) {
      step.previousState(row, 1, stateColumn, hiddenSize, previous);
      gate(parameters, step, row, columns.inputGate(), previous, input);
      gate(parameters, step, row, columns.forgetGate(), previous, forget);
      step.preActivations(row, 1, columns.cells(), hiddenSize, cellInput);
      options
          .cellInputActivation()
          .values(cellInput, cellInput, hiddenSize, CellActivation.INPUT_RANGE);
      for (int c = 0; c < hiddenSize; c++) {
        int b = c / cellsPerBlock;
        state[c] = Math.fma(forget[b], previous[c], input[b] * cellInput[c]);
      }
      gate(parameters, step, row, columns.outputGate(), state, output); // of the new state
      options
          .cellOutputActivation()
          .values(state, squashed, hiddenSize, CellActivation.OUTPUT_RANGE);
      for (int c = 0; c < hiddenSize; c++) {
        hidden[c] = output[c / cellsPerBlock] * squashed[c];
      }
      step.setActivations(row, 1, columns.cells(), hiddenSize, cellInput);
      step.setTrace(row, 1, 0, hiddenSize, squashed);
      step.setState(row, 1, 0, hiddenSize, hidden);
      step.setState(row, 1, stateColumn, hiddenSize, state);
    }
  }

  /** One kind of gate of all blocks: its value, kept for the backward pass and fed back. */
  private void gate(
      float[] parameters, ForwardStep step, int row, int gate, float[] seen, float[] into) {
    if (gate == BlockColumns.ABSENT) {
      Arrays.fill(into, 1);
      return;
    }
    step.preActivations(row, 1, gate, blocks, into);
    if (peepholeView != null) {
      for (int c = 0; c < hiddenSize; c++) {
        int at = peepholeView.index(columns.peepholeRow(gate), c);
        into[c / cellsPerBlock] += parameters[at] * seen[c];
      }
    }
    CellActivation.LOGISTIC.values(into, into, blocks, 1);
    step.setActivations(row, 1, gate, blocks, into);
    if (columns.gatesFedBack() > 0) {
      step.setState(row, 1, hiddenSize + gate, blocks, into);
    }
  }

  @Override
  public void beginBackward() {
    Arrays.fill(dPeepholes, 0);
  }

  @Override
  public void backward(float[] parameters, BackwardStep step) {
    for (int row = 0; row < step.rows(); row++) {
      read(step, row);
      errorOfOutputGates(parameters, step, row);
      for (int c = 0; c < hiddenSize; c++) {
        float drawn = hidden[c] * output[c / cellsPerBlock];
        dState[c] += drawn * slope(options.cellOutputActivation(), squashed[c], 1);
      }
      errorOfCells(step, row);
      float[] kept = state; // ∂L/∂s', of which the peepholes' part is added below
      for (int c = 0; c < hiddenSize; c++) {
        kept[c] = dState[c] * forget[c / cellsPerBlock];
      }
      errorOfGates(parameters, step, row, columns.inputGate(), cellInput, input, kept);
      errorOfGates(parameters, step, row, columns.forgetGate(), previous, forget, kept);
      step.setDPreviousState(row, 1, 0, stateColumn, zeros); // all of it is δR
      step.setDPreviousState(row, 1, stateColumn, hiddenSize, kept);
    }
  }

  private void read(BackwardStep step, int row) {
    activations(step, row, columns.inputGate(), input);
    activations(step, row, columns.forgetGate(), forget);
    activations(step, row, columns.outputGate(), output);
    step.activations(row, 1, columns.cells(), hiddenSize, cellInput);
    step.trace(row, 1, 0, hiddenSize, squashed);
    step.previousState(row, 1, stateColumn, hiddenSize, previous);
    step.state(row, 1, stateColumn, hiddenSize, state);
    step.dState(row, 1, 0, hiddenSize, dState);
    step.dOutput(row, 1, hidden);
    for (int c = 0; c < hiddenSize; c++) {
      hidden[c] += dState[c];
    }
    Arrays.fill(dGates, 0);
    if (columns.gatesFedBack() > 0) {
      step.dState(row, 1, hiddenSize, columns.cells(), dGates);
    }
    step.dState(row, 1, stateColumn, hiddenSize, dState);
  }

  private void activations(BackwardStep step, int row, int gate, float[] into) {
    if (gate == BlockColumns.ABSENT) {
      Arrays.fill(into, 1);
    } else {
      step.activations(row, 1, gate, blocks, into);
    }
  }

  private void errorOfOutputGates(float[] parameters, BackwardStep step, int row) {
    int gate = columns.outputGate();
    if (gate == BlockColumns.ABSENT) {
      return;
    }
    float[] delta = delta(gate, hidden, squashed, output);
    step.setDelta(row, 1, gate, blocks, delta);
    peepholes(parameters, gate, delta, state, dState);
  }

  private void errorOfCells(BackwardStep step, int row) {
    float[] delta = squashed; // no longer needed
    for (int c = 0; c < hiddenSize; c++) {
      float slope = slope(options.cellInputActivation(), cellInput[c], CellActivation.INPUT_RANGE);
      delta[c] = clip(dState[c] * input[c / cellsPerBlock] * slope);
    }
    step.setDelta(row, 1, columns.cells(), hiddenSize, delta);
  }

  private void errorOfGates(
      float[] parameters,
      BackwardStep step,
      int row,
      int gate,
      float[] gated,
      float[] values,
      float[] kept) {
    if (gate == BlockColumns.ABSENT) {
      return;
    }
    float[] delta = delta(gate, dState, gated, values);
    step.setDelta(row, 1, gate, blocks, delta);
    peepholes(parameters, gate, delta, previous, kept);
  }

  /** δ of one kind of gate: what multiplies is the error behind, what is multiplied the gated. */
  private float[] delta(int gate, float[] error, float[] gated, float[] values) {
    for (int b = 0; b < blocks; b++) {
      double sum = dGates[gate + b];
      for (int v = 0; v < cellsPerBlock; v++) {
        int c = b * cellsPerBlock + v;
        sum += (double) error[c] * gated[c];
      }
      deltas[b] = clip((float) (sum * values[b] * (1 - values[b])));
    }
    return deltas;
  }

  /** Gradient of a gate's peepholes, and what flows back through them: nothing when truncated. */
  private void peepholes(float[] parameters, int gate, float[] delta, float[] seen, float[] into) {
    if (peepholeView == null) {
      return;
    }
    int peepholeRow = columns.peepholeRow(gate);
    for (int c = 0; c < hiddenSize; c++) {
      float error = delta[c / cellsPerBlock];
      dPeepholes[peepholeRow * hiddenSize + c] += (double) error * seen[c];
      if (!options.truncatedGradient()) {
        into[c] += error * parameters[peepholeView.index(peepholeRow, c)];
      }
    }
  }

  @Override
  public void endBackward(float[] gradient) {
    if (peepholeView != null) {
      for (int j = 0; j < dPeepholes.length; j++) {
        gradient[peepholeView.offset() + j] = (float) dPeepholes[j];
      }
    }
  }

  private static float slope(CellActivation activation, float value, int range) {
    return (float) activation.slope(value, range);
  }

  private float clip(float delta) {
    return clip > 0 ? Math.max(-clip, Math.min(clip, delta)) : delta;
  }

  @Override
  public CellAnatomy anatomy() {
    List<CellAnatomy.GateColumns> gates = new ArrayList<>();
    for (int gate = 0; gate < columns.cells(); gate += blocks) {
      Effect effect = gate == columns.forgetGate() ? Effect.KEEPS : Effect.NONE;
      gates.add(new CellAnatomy.GateColumns(gateName(gate), gate, blocks, effect));
    }
    return new CellAnatomy(gates, stateColumn, hiddenSize);
  }

  @Override
  public String columnName(int column) {
    if (column >= columns.cells()) {
      return "cell " + (column - columns.cells());
    }
    return gateName(column) + " of block " + column % blocks;
  }

  @Override
  public String ownName(String name, int row, int column) {
    return gateName(row * blocks) + ", cell " + column;
  }

  private String gateName(int column) {
    int first = column - column % blocks;
    return first == columns.inputGate()
        ? "input gate"
        : first == columns.forgetGate() ? "forget gate" : "output gate";
  }
}
