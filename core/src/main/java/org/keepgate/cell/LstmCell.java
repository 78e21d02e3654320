package org.keepgate.cell;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.Activations;
import org.keepgate.parameter.Initializers;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * LSTM with forget gate (Gers, Schmidhuber and Cummins, 2000) and, if wanted, peepholes (Gers,
 * Schraudolph and Schmidhuber, 2002): one step of a packed minibatch, full gradient as in Graves
 * (2012).
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
 *   δ_i  = ∂L/∂c ∘ g ∘ i(1−i)
 *   δ_f  = ∂L/∂c ∘ c' ∘ f(1−f)
 *   δ_g  = ∂L/∂c ∘ i ∘ (1−g²)
 *   ∂L/∂c' = ∂L/∂c ∘ f + δ_i∘p_i + δ_f∘p_f
 * </pre>
 *
 * <p>The layer adds W x + b and R h', and carries δR back to ∂L/∂h'. Columns of the
 * pre-activations: i f g o ({@link Gate}); columns of the state: h c; trace: s. Every δ may be
 * clipped to [−limit, limit] inside the recursion, as in Graves (2013); ∂L/∂c itself is never
 * clipped.
 *
 * <p>Rows are worked on in blocks of arrays in which everything has the same index: that is the
 * form the compiler turns into vector instructions.
 */
final class LstmCell implements RecurrentCell {
  /** Elements of a block: long enough for vector loops, short enough for the first-level cache. */
  private static final int BLOCK = 1024;

  private final int hiddenSize;
  private final boolean peepholes;
  private final float clip; // 0: no clipping
  private final double forgetBias;
  private final int blockRows;

  private final float[] i;
  private final float[] f;
  private final float[] g;
  private final float[] o;
  private final float[] previousCell;
  private final float[] cell;
  private final float[] squashed; // s = tanh(c)
  private final float[] hidden;
  private final float[] dHidden;
  private final float[] dCell;
  private final float[] scratch;
  private final float[] zeros;

  private @Nullable ParameterView peepholeView;
  private final float[][] peephole; // p_i p_f p_o, repeated for every row of a block
  private final double[][] dPeephole; // sums over time in double

  LstmCell(CellOptions options, boolean peepholes) {
    hiddenSize = options.hiddenSize();
    this.peepholes = peepholes;
    clip = (float) options.clipPreActivationGradient();
    forgetBias = options.forgetBias();
    blockRows = Math.max(1, BLOCK / hiddenSize);
    int n = blockRows * hiddenSize;
    i = new float[n];
    f = new float[n];
    g = new float[n];
    o = new float[n];
    previousCell = new float[n];
    cell = new float[n];
    squashed = new float[n];
    hidden = new float[n];
    dHidden = new float[n];
    dCell = new float[n];
    scratch = new float[n];
    zeros = new float[n];
    peephole = new float[3][peepholes ? n : 0];
    dPeephole = new double[3][peepholes ? hiddenSize : 0];
  }

  @Override
  public CellSpec spec() {
    int gates = Gate.COUNT * hiddenSize;
    RecurrentProduct recurrent =
        RecurrentProduct.ofState("recurrentWeights", 0, hiddenSize, 0, gates);
    return new CellSpec(hiddenSize, 2 * hiddenSize, gates, gates, List.of(recurrent), hiddenSize);
  }

  @Override
  public void register(ParameterLayout.Scope own) {
    if (peepholes) {
      peepholeView = own.matrix("peepholes", 3, hiddenSize);
    }
  }

  /**
   * Forget gates start open, so that error reaches far back from the first epoch on; peepholes
   * start at zero.
   */
  @Override
  public void initialize(float[] parameters, @Nullable ParameterView bias, long seed) {
    if (bias != null) {
      int column = Gate.FORGET.column(hiddenSize);
      Initializers.constant(parameters, bias, column, hiddenSize, forgetBias);
    }
  }

  @Override
  public void forward(float[] parameters, ForwardStep step) {
    loadPeepholes(parameters);
    for (int row = 0; row < step.rows(); row += blockRows) {
      int rows = Math.min(blockRows, step.rows() - row);
      int n = rows * hiddenSize;
      readPreActivations(step, row, rows);
      step.previousState(row, rows, hiddenSize, hiddenSize, previousCell);
      if (peepholes) {
        addProduct(peephole[0], previousCell, i, n);
        addProduct(peephole[1], previousCell, f, n);
      }
      Activations.logistic(i, i, n);
      Activations.logistic(f, f, n);
      Activations.tanh(g, g, n);
      newCell(n);
      if (peepholes) {
        addProduct(peephole[2], cell, o, n);
      }
      Activations.logistic(o, o, n);
      Activations.tanh(cell, squashed, n);
      product(o, squashed, hidden, n);
      writeActivations(step, row, rows);
    }
  }

  @Override
  public void beginBackward() {
    for (double[] sum : dPeephole) {
      Arrays.fill(sum, 0);
    }
  }

  /** The order matters: δ_o first, then ∂L/∂c, then the rest. */
  @Override
  public void backward(float[] parameters, BackwardStep step) {
    for (int row = 0; row < step.rows(); row += blockRows) {
      int rows = Math.min(blockRows, step.rows() - row);
      int n = rows * hiddenSize;
      readActivations(step, row, rows);
      readErrors(step, row, rows, n);
      errorOfOutputGate(n);
      clip(scratch, n);
      step.setDelta(row, rows, Gate.OUTPUT.column(hiddenSize), hiddenSize, scratch);
      if (peepholes) {
        addProduct(peephole[2], scratch, dCell, n);
        step.state(row, rows, hiddenSize, hiddenSize, cell);
        sumPeephole(2, scratch, cell, rows);
      }
      errorOfForgetGate(n); // into hidden: δ_f
      clip(hidden, n);
      step.setDelta(row, rows, Gate.FORGET.column(hiddenSize), hiddenSize, hidden);
      errorOfInputGate(n); // into scratch: δ_i
      clip(scratch, n);
      step.setDelta(row, rows, Gate.INPUT.column(hiddenSize), hiddenSize, scratch);
      errorOfCandidate(n); // into dHidden: δ_g
      clip(dHidden, n);
      step.setDelta(row, rows, Gate.CANDIDATE.column(hiddenSize), hiddenSize, dHidden);
      product(dCell, f, dCell, n);
      if (peepholes) {
        addProduct(peephole[0], scratch, dCell, n);
        addProduct(peephole[1], hidden, dCell, n);
        sumPeephole(0, scratch, previousCell, rows);
        sumPeephole(1, hidden, previousCell, rows);
      }
      step.setDPreviousState(row, rows, 0, hiddenSize, zeros); // all of ∂L/∂h' is δR
      step.setDPreviousState(row, rows, hiddenSize, hiddenSize, dCell);
    }
  }

  @Override
  public void endBackward(float[] gradient) {
    if (peepholeView != null) {
      for (int gate = 0; gate < 3; gate++) {
        for (int j = 0; j < hiddenSize; j++) {
          gradient[peepholeView.index(gate, j)] = (float) dPeephole[gate][j];
        }
      }
    }
  }

  private void readPreActivations(ForwardStep step, int row, int rows) {
    step.preActivations(row, rows, Gate.INPUT.column(hiddenSize), hiddenSize, i);
    step.preActivations(row, rows, Gate.FORGET.column(hiddenSize), hiddenSize, f);
    step.preActivations(row, rows, Gate.CANDIDATE.column(hiddenSize), hiddenSize, g);
    step.preActivations(row, rows, Gate.OUTPUT.column(hiddenSize), hiddenSize, o);
  }

  private void writeActivations(ForwardStep step, int row, int rows) {
    step.setActivations(row, rows, Gate.INPUT.column(hiddenSize), hiddenSize, i);
    step.setActivations(row, rows, Gate.FORGET.column(hiddenSize), hiddenSize, f);
    step.setActivations(row, rows, Gate.CANDIDATE.column(hiddenSize), hiddenSize, g);
    step.setActivations(row, rows, Gate.OUTPUT.column(hiddenSize), hiddenSize, o);
    step.setTrace(row, rows, 0, hiddenSize, squashed);
    step.setState(row, rows, 0, hiddenSize, hidden);
    step.setState(row, rows, hiddenSize, hiddenSize, cell);
  }

  private void readActivations(BackwardStep step, int row, int rows) {
    step.activations(row, rows, Gate.INPUT.column(hiddenSize), hiddenSize, i);
    step.activations(row, rows, Gate.FORGET.column(hiddenSize), hiddenSize, f);
    step.activations(row, rows, Gate.CANDIDATE.column(hiddenSize), hiddenSize, g);
    step.activations(row, rows, Gate.OUTPUT.column(hiddenSize), hiddenSize, o);
    step.trace(row, rows, 0, hiddenSize, squashed);
    step.previousState(row, rows, hiddenSize, hiddenSize, previousCell);
  }

  /** ∂L/∂h of this step: from the layers above and from the next step. */
  private void readErrors(BackwardStep step, int row, int rows, int n) {
    step.dOutput(row, rows, dHidden);
    step.dState(row, rows, 0, hiddenSize, scratch);
    step.dState(row, rows, hiddenSize, hiddenSize, dCell);
    for (int j = 0; j < n; j++) {
      dHidden[j] += scratch[j];
    }
  }

  private void newCell(int n) {
    for (int j = 0; j < n; j++) {
      cell[j] = Math.fma(f[j], previousCell[j], i[j] * g[j]);
    }
  }

  private void errorOfOutputGate(int n) {
    for (int j = 0; j < n; j++) {
      float shown = dHidden[j] * o[j];
      scratch[j] = shown * squashed[j] * (1 - o[j]);
      dCell[j] += shown * (1 - squashed[j] * squashed[j]);
    }
  }

  private void errorOfForgetGate(int n) {
    for (int j = 0; j < n; j++) {
      hidden[j] = dCell[j] * previousCell[j] * f[j] * (1 - f[j]);
    }
  }

  private void errorOfInputGate(int n) {
    for (int j = 0; j < n; j++) {
      scratch[j] = dCell[j] * g[j] * i[j] * (1 - i[j]);
    }
  }

  private void errorOfCandidate(int n) {
    for (int j = 0; j < n; j++) {
      dHidden[j] = dCell[j] * i[j] * (1 - g[j] * g[j]);
    }
  }

  private void loadPeepholes(float[] parameters) {
    if (peepholeView != null) {
      for (int gate = 0; gate < 3; gate++) {
        for (int row = 0; row < blockRows; row++) {
          int from = peepholeView.index(gate, 0);
          System.arraycopy(parameters, from, peephole[gate], row * hiddenSize, hiddenSize);
        }
      }
    }
  }

  private void sumPeephole(int gate, float[] delta, float[] source, int rows) {
    double[] sum = dPeephole[gate];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < hiddenSize; j++) {
        int at = row * hiddenSize + j;
        sum[j] += (double) delta[at] * source[at];
      }
    }
  }

  private void clip(float[] delta, int n) {
    if (clip > 0) {
      for (int j = 0; j < n; j++) {
        delta[j] = Math.max(-clip, Math.min(clip, delta[j]));
      }
    }
  }

  private static void product(float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = a[j] * b[j];
    }
  }

  private static void addProduct(float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] += a[j] * b[j];
    }
  }
}
