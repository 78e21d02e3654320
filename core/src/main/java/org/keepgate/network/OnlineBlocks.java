package org.keepgate.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keepgate.cell.BlockColumns;
import org.keepgate.cell.CellActivation;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.parameter.ParameterView;

/**
 * Memory blocks that carry their partial derivatives forward in time, in double: the algorithm of
 * Hochreiter and Schmidhuber (1997), appendix A.1, with the forget gates of Gers, Schmidhuber and
 * Cummins (2000) and the peepholes of Gers, Schraudolph and Schmidhuber (2002).
 *
 * <pre>
 *   P_l(t) = ∂s_c(t)/∂w_lm = f(t) P_l(t−1) + Θ_l(t) y_m(t−1)      l  cell c, or a gate of its block
 *   Θ_c  = g'(net_c) in                       A.13                m  a source: input, unit, 1
 *   Θ_in = g(net_c) in(1−in)                  A.12                   or, of a peephole, s_m(t−1)
 *   Θ_f  = s(t−1) f(1−f)
 *
 *   ε_c  = ∂L/∂y_c                                                of the outputs of this step
 *   δ_out = out(1−out) Σ_v h(s_v) ε_v         A.18
 *   e_c  = out h'(s_c) ε_c                    A.19
 *   ∂L/∂w_out,m = δ_out y_m(t−1)              A.20                of a peephole s_m(t)
 *   ∂L/∂w_in,m  = Σ_v e_v P_in                A.24
 *   ∂L/∂w_c,m   = e_c P_c                     A.26
 * </pre>
 *
 * <p>The P are all that is stored: their number does not depend on the length of a sequence.
 */
final class OnlineBlocks {
  private final MemoryBlockOptions options;
  private final BlockColumns columns;
  private final boolean symbols;
  private final int inputs;
  private final int sources; // inputs, what is fed back, 1
  private final ParameterView inputWeights;
  private final @Nullable ParameterView recurrentWeights;
  private final @Nullable ParameterView bias;
  private final @Nullable ParameterView peepholes;

  private final double[] source; // y_m(t−1), the inputs of this step, 1
  private final double[] gates; // activations in the order of the columns
  private final double[] cellInput; // g(net_c)
  private final double[] state; // s
  private final double[] previous; // s(t−1)
  private final double[] squashed; // h(s)
  private final double[] output; // y
  private int symbol = -1; // the only input that is not zero, of symbols

  private final Partials cellPartials;
  private final @Nullable Partials inputGatePartials;
  private final @Nullable Partials forgetGatePartials;

  /** P of one kind of unit: of each cell, a row for the sources and a row for the peepholes. */
  private static final class Partials {
    final int firstColumn; // of the kind
    final boolean ownColumn; // one unit a cell, instead of one a block
    final double[] ofSources; // H × sources
    final double[] ofPeepholes; // H × S

    Partials(int firstColumn, boolean ownColumn, int cells, int sources, int peepholes) {
      this.firstColumn = firstColumn;
      this.ownColumn = ownColumn;
      ofSources = new double[cells * sources];
      ofPeepholes = new double[cells * peepholes];
    }

    void clear() {
      Arrays.fill(ofSources, 0);
      Arrays.fill(ofPeepholes, 0);
    }
  }

  OnlineBlocks(NetworkSpec spec, NetworkParameters.Layer views, @Nullable ParameterView peepholes) {
    options = spec.cell().memoryBlocks();
    columns = BlockColumns.of(spec.cell());
    symbols = spec.format().symbols();
    inputs = spec.format().inputSize();
    sources = inputs + columns.fedBack() + 1;
    inputWeights = views.inputWeights();
    recurrentWeights = views.recurrentWeights().isEmpty() ? null : views.recurrentWeights().get(0);
    bias = views.bias();
    this.peepholes = peepholes;
    int cells = columns.hiddenSize();
    source = new double[sources];
    source[sources - 1] = 1;
    gates = new double[columns.cells()];
    cellInput = new double[cells];
    state = new double[cells];
    previous = new double[cells];
    squashed = new double[cells];
    output = new double[cells];
    cellPartials = new Partials(columns.cells(), true, cells, sources, 0);
    inputGatePartials = partials(columns.inputGate());
    forgetGatePartials = partials(columns.forgetGate());
  }

  private @Nullable Partials partials(int gate) {
    int seen = peepholes == null ? 0 : columns.cellsPerBlock();
    return gate == BlockColumns.ABSENT
        ? null
        : new Partials(gate, false, columns.hiddenSize(), sources, seen);
  }

  /** Outputs of the cells at this step. */
  double[] output() {
    return output;
  }

  /** States of the cells at this step. */
  double[] state() {
    return state;
  }

  /** What each unit sees at this step: the inputs first. */
  double[] source() {
    return source;
  }

  /** The symbol of this step; −1 of features. */
  int symbol() {
    return symbol;
  }

  /** Starts a sequence: activations, states and partial derivatives are zero. */
  void reset() {
    Arrays.fill(source, 0, sources - 1, 0);
    symbol = -1;
    Arrays.fill(gates, 0);
    Arrays.fill(state, 0);
    Arrays.fill(output, 0);
    cellPartials.clear();
    if (inputGatePartials != null) {
      inputGatePartials.clear();
    }
    if (forgetGatePartials != null) {
      forgetGatePartials.clear();
    }
  }

  /** One step on features. */
  void step(float[] parameters, float[] features, int offset) {
    for (int m = 0; m < inputs; m++) {
      source[m] = features[offset + m];
    }
    step(parameters);
  }

  /** One step on a symbol. */
  void step(float[] parameters, int newSymbol) {
    if (symbol >= 0) {
      source[symbol] = 0;
    }
    source[newSymbol] = 1;
    symbol = newSymbol;
    step(parameters);
  }

  private void step(float[] parameters) {
    int cells = columns.hiddenSize();
    if (columns.fedBack() > 0) {
      System.arraycopy(output, 0, source, inputs, cells);
      System.arraycopy(gates, 0, source, inputs + cells, columns.gatesFedBack());
    }
    System.arraycopy(state, 0, previous, 0, cells);
    gate(parameters, columns.inputGate(), previous);
    gate(parameters, columns.forgetGate(), previous);
    CellActivation g = options.cellInputActivation();
    for (int c = 0; c < cells; c++) {
      cellInput[c] = g.value(net(parameters, columns.cells() + c), CellActivation.INPUT_RANGE);
      int b = c / columns.cellsPerBlock();
      double kept = value(columns.forgetGate(), b) * previous[c];
      state[c] = kept + value(columns.inputGate(), b) * cellInput[c];
    }
    gate(parameters, columns.outputGate(), state);
    CellActivation h = options.cellOutputActivation();
    for (int c = 0; c < cells; c++) {
      squashed[c] = h.value(state[c], CellActivation.OUTPUT_RANGE);
      output[c] = value(columns.outputGate(), c / columns.cellsPerBlock()) * squashed[c];
    }
    carryPartials();
  }

  /** net_l = Σ_m w_lm y_m(t−1) */
  private double net(float[] parameters, int column) {
    double sum = column < columns.biased() ? parameters[first(bias) + column] : 0;
    if (symbols) {
      sum += parameters[inputWeights.index(column, symbol)];
    } else {
      int row = inputWeights.index(column, 0);
      for (int m = 0; m < inputs; m++) {
        sum += parameters[row + m] * source[m];
      }
    }
    if (recurrentWeights != null) {
      int row = recurrentWeights.index(column, 0);
      for (int u = 0; u < columns.fedBack(); u++) {
        sum += parameters[row + u] * source[inputs + u];
      }
    }
    return sum;
  }

  private void gate(float[] parameters, int gate, double[] seen) {
    if (gate == BlockColumns.ABSENT) {
      return;
    }
    int size = columns.cellsPerBlock();
    for (int b = 0; b < columns.blocks(); b++) {
      double net = net(parameters, gate + b);
      if (peepholes != null) {
        int row = peepholes.index(columns.peepholeRow(gate), 0);
        for (int c = b * size; c < (b + 1) * size; c++) {
          net += parameters[row + c] * seen[c];
        }
      }
      gates[gate + b] = CellActivation.LOGISTIC.value(net, 1);
    }
  }

  /** Activation of a block's gate; 1 where there is none. */
  private double value(int gate, int block) {
    return gate == BlockColumns.ABSENT ? 1 : gates[gate + block];
  }

  private void carryPartials() {
    for (int c = 0; c < columns.hiddenSize(); c++) {
      int b = c / columns.cellsPerBlock();
      double kept = value(columns.forgetGate(), b);
      double in = value(columns.inputGate(), b);
      double slope = options.cellInputActivation().slope(cellInput[c], CellActivation.INPUT_RANGE);
      carry(cellPartials, c, kept, slope * in); // A.13
      if (inputGatePartials != null) {
        carry(inputGatePartials, c, kept, cellInput[c] * in * (1 - in)); // A.12
      }
      if (forgetGatePartials != null) {
        carry(forgetGatePartials, c, kept, previous[c] * kept * (1 - kept));
      }
    }
  }

  /** P ← f P + Θ y(t−1) of one cell */
  private void carry(Partials partials, int cell, double kept, double theta) {
    double[] p = partials.ofSources;
    int row = cell * sources;
    boolean sparse = symbols && columns.forgetGate() == BlockColumns.ABSENT; // f = 1
    if (sparse) {
      p[row + symbol] += theta;
    }
    for (int m = sparse ? inputs : 0; m < sources; m++) {
      p[row + m] = kept * p[row + m] + theta * source[m];
    }
    int size = partials.ofPeepholes.length / columns.hiddenSize();
    int block = cell / columns.cellsPerBlock() * columns.cellsPerBlock();
    for (int q = 0; q < size; q++) {
      int at = cell * size + q;
      partials.ofPeepholes[at] = kept * partials.ofPeepholes[at] + theta * previous[block + q];
    }
  }

  /**
   * Adds the gradient of this step's loss.
   *
   * @param error ε: ∂L/∂y of each cell
   * @param gradient added to, in the order of the layout
   */
  void addGradient(double[] error, double[] gradient) {
    addOutputGates(error, gradient);
    CellActivation h = options.cellOutputActivation();
    for (int c = 0; c < columns.hiddenSize(); c++) {
      double drawn = value(columns.outputGate(), c / columns.cellsPerBlock()) * error[c];
      double e = drawn * h.slope(squashed[c], CellActivation.OUTPUT_RANGE); // A.19
      addPartials(cellPartials, c, e, gradient); // A.26
      if (inputGatePartials != null) {
        addPartials(inputGatePartials, c, e, gradient); // A.24
      }
      if (forgetGatePartials != null) {
        addPartials(forgetGatePartials, c, e, gradient);
      }
    }
  }

  private void addOutputGates(double[] error, double[] gradient) {
    int gate = columns.outputGate();
    if (gate == BlockColumns.ABSENT) {
      return;
    }
    int size = columns.cellsPerBlock();
    for (int b = 0; b < columns.blocks(); b++) {
      double sum = 0;
      for (int c = b * size; c < (b + 1) * size; c++) {
        sum += squashed[c] * error[c];
      }
      double delta = sum * gates[gate + b] * (1 - gates[gate + b]); // A.18
      addRow(gate + b, delta, source, 0, gradient); // A.20
      for (int c = b * size; peepholes != null && c < (b + 1) * size; c++) {
        gradient[peepholes.index(columns.peepholeRow(gate), c)] += delta * state[c];
      }
    }
  }

  private void addPartials(Partials partials, int cell, double error, double[] gradient) {
    int block = cell / columns.cellsPerBlock();
    int column = partials.firstColumn + (partials.ownColumn ? cell : block);
    addRow(column, error, partials.ofSources, cell * sources, gradient);
    int size = partials.ofPeepholes.length / columns.hiddenSize();
    for (int q = 0; peepholes != null && q < size; q++) {
      int at = peepholes.index(columns.peepholeRow(column), block * size + q);
      gradient[at] += error * partials.ofPeepholes[cell * size + q];
    }
  }

  /** Adds {@code scale · values} to the gradient of the weights into one unit. */
  private void addRow(int column, double scale, double[] values, int from, double[] gradient) {
    int first = inputWeights.index(column, 0);
    int stride = inputWeights.columnMajor() ? inputWeights.rows() : 1;
    for (int m = 0; m < inputs; m++) {
      gradient[first + m * stride] += scale * values[from + m];
    }
    if (recurrentWeights != null) {
      int row = recurrentWeights.index(column, 0);
      for (int u = 0; u < columns.fedBack(); u++) {
        gradient[row + u] += scale * values[from + inputs + u];
      }
    }
    if (column < columns.biased()) {
      gradient[first(bias) + column] += scale * values[from + sources - 1];
    }
  }

  private static int first(@Nullable ParameterView view) {
    return Objects.requireNonNull(view).offset();
  }

  /** How many numbers {@link #carried} has, of a network that was not made. */
  static int carriedSize(NetworkSpec spec) {
    BlockColumns columns = BlockColumns.of(spec.cell());
    int cells = columns.hiddenSize();
    int sources = spec.format().inputSize() + columns.fedBack() + 1;
    int seen = spec.cell().memoryBlocks().peepholes() ? columns.cellsPerBlock() : 0;
    int gates =
        (columns.inputGate() == BlockColumns.ABSENT ? 0 : 1)
            + (columns.forgetGate() == BlockColumns.ABSENT ? 0 : 1);
    int partials = cells * sources + gates * cells * (sources + seen);
    return 2 * cells + columns.cells() + partials;
  }

  /** All that lives from step to step. */
  List<double[]> carried() {
    List<double[]> all = new ArrayList<>(List.of(state, gates, output, cellPartials.ofSources));
    for (Partials partials : Arrays.asList(inputGatePartials, forgetGatePartials)) {
      if (partials != null) {
        all.add(partials.ofSources);
        all.add(partials.ofPeepholes);
      }
    }
    return all;
  }
}
