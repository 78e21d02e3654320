package org.keepgate.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.cell.CellAnatomy;
import org.keepgate.cell.VanillaActivation;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Error flow by time lag")
class GradientFlowTest {
  private static final Gemm GEMM = Gemm.named("java");
  private static final int SYMBOLS = 7;
  private static final SequenceFormat TEXT = SequenceFormat.languageModel(SYMBOLS);
  private static final int LAGS = 5;

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"rnn", "lstm", "lstm-peephole", "coupled-gates", "gru", "gru-reset-after", "mut1"})
  @DisplayName("is what central differences of the state find, at every lag, layer and part")
  void isThatOfDifferences(String cell) {
    NetworkSpec spec = NetworkSpec.of(TEXT, cell, 4).withLayers(2);
    float[] parameters = strong(spec, 3);
    int[] symbols = {1, 4, 2, 6, 3, 5, 1, 2, 4};
    GradientFlow flow = Looks.flow(spec, parameters, share(List.of(symbols)), LAGS, 3);
    assertEquals(1, flow.targets());
    CellAnatomy anatomy = spec.anatomy();
    int last = symbols.length - 2; // the step that reads the last symbol but one
    for (int lag = 1; lag <= LAGS; lag++) {
      double[] errors = differences(spec, parameters, symbols, last - lag);
      int stateSize = errors.length / 2;
      for (int level = 0; level < 2; level++) {
        GradientFlow.Layer layer = flow.layers().get(level);
        String where = cell + ", level " + level + ", lag " + lag;
        int first = level * stateSize;
        assertNear(norm(errors, first, 4), layer.output()[lag - 1], where + ", h");
        if (anatomy.memoryColumn() > 0) {
          assertNear(norm(errors, first + 4, 4), layer.memory()[lag - 1], where + ", c");
        } else {
          assertEquals(0, layer.memory().length);
        }
      }
    }
  }

  private static void assertNear(double expected, double found, String where) {
    assertEquals(expected, found, 0.02 * expected + 1e-4, where);
    assertTrue(expected > 1e-3, where + " is too small to tell: " + expected);
  }

  @Test
  @DisplayName("of one unit with weight w it is w to the power of the lag")
  void oneUnit() {
    NetworkSpec tanh = NetworkSpec.of(TEXT, "rnn", 1);
    NetworkSpec spec = tanh.withCell(tanh.cell().withActivation(VanillaActivation.RELU));
    float[] parameters = new float[spec.layout().size()];
    Arrays.fill(parameters, 0.25f);
    parameters[spec.layout().view("layers.0.forward.recurrentWeights").offset()] = 0.5f;
    parameters[spec.layout().view("head.weights").offset()] = 1f; // else symbols are alike
    int[] symbols = new int[40];
    Arrays.fill(symbols, 1);
    GradientFlow.Layer layer =
        Looks.flow(spec, parameters, share(List.of(symbols)), 20, 1).layers().get(0);
    for (int lag = 1; lag <= 20; lag++) {
      assertEquals(Math.pow(0.5, lag - 1), layer.relative(lag), 1e-6 * Math.pow(0.5, lag));
    }
    assertEquals(8, layer.lostAtLag()); // 2⁻⁷ < 1 %
    assertEquals(GradientFlow.Verdict.VANISHES, layer.verdict());
    parameters[spec.layout().view("layers.0.forward.recurrentWeights").offset()] = 2f;
    GradientFlow.Layer growing =
        Looks.flow(spec, parameters, share(List.of(symbols)), 20, 1).layers().get(0);
    assertEquals(GradientFlow.Verdict.EXPLODES, growing.verdict());
    assertEquals(0, growing.lostAtLag());
  }

  @Test
  @DisplayName("through the memory cells of 1997 it is the same at every lag, to the bit")
  void constantErrorCarousel() {
    NetworkSpec spec = NetworkSpec.of(TEXT, "lstm-1997", 6);
    GradientFlow.Layer layer =
        Looks.flow(spec, strong(spec, 5), share(texts(6, 300)), 250, 4).layers().get(0);
    double[] flat = new double[250];
    Arrays.fill(flat, layer.memory()[0]);
    assertTrue(flat[0] > 0);
    assertArrayEquals(flat, layer.memory());
    assertArrayEquals(new double[250], layer.output(), "the truncated gradient");
    assertEquals(GradientFlow.Verdict.STAYS, layer.verdict());
  }

  @Test
  @DisplayName("of several sequences is the mean, whatever stands beside one another")
  void mean() {
    NetworkSpec spec = NetworkSpec.of(TEXT, "lstm", 4);
    float[] parameters = strong(spec, 3);
    List<int[]> texts = texts(5, 40);
    double[] sum = new double[LAGS];
    for (int[] text : texts) {
      double[] one =
          Looks.flow(spec, parameters, share(List.of(text)), LAGS, 1).layers().get(0).memory();
      Arrays.setAll(sum, i -> sum[i] + one[i] / texts.size());
    }
    for (int batchSize : new int[] {1, 2, 5}) {
      GradientFlow all = Looks.flow(spec, parameters, share(texts), LAGS, batchSize);
      assertEquals(5, all.targets());
      assertArrayEquals(sum, all.layers().get(0).memory(), 1e-6);
    }
  }

  @Test
  @DisplayName("a lag that no target has before it is refused, with the largest that one has")
  void tooShort() {
    NetworkSpec spec = NetworkSpec.of(TEXT, "gru", 3);
    InputException refused =
        assertThrows(
            InputException.class,
            () -> Looks.flow(spec, spec.initialParameters(1), share(texts(2, 20)), 100, 2));
    assertEquals(
        "no target has 100 steps before it, the farthest has 18; lower the lag, or give longer"
            + " sequences",
        refused.getMessage());
  }

  /** Initial parameters, larger, so that the error that is left can be measured. */
  private static float[] strong(NetworkSpec spec, double factor) {
    float[] parameters = spec.initialParameters(7);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) Math.max(-1.5, Math.min(1.5, factor * parameters[i]));
    }
    return parameters;
  }

  private static List<int[]> texts(int count, int length) {
    RandomStream random = new RandomStream(11);
    int[][] texts = new int[count][length];
    for (int[] text : texts) {
      Arrays.setAll(text, t -> random.nextInt(SYMBOLS));
    }
    return List.of(texts);
  }

  private static SequenceShare share(List<int[]> texts) {
    SequenceBlockBuilder block = SequenceBlock.builder(TEXT);
    for (int i = 0; i < texts.size(); i++) {
      block.add(Sequence.ofSymbols("text " + i, texts.get(i)));
    }
    return new SequenceShare(TEXT, List.of(block.build()));
  }

  /** ∂(loss of the last symbol)/∂(state after a step), by central differences, level by level. */
  private static double[] differences(
      NetworkSpec spec, float[] parameters, int[] symbols, int step) {
    double h = 4e-3;
    float[] state = new float[spec.carriedSize(1)];
    try (Network network = new Network(spec, GEMM, 1, 1)) {
      network.setParameters(parameters);
      read(network, symbols, 0, step + 1, state);
      double[] errors = new double[state.length];
      for (int j = 0; j < state.length; j++) {
        errors[j] =
            (loss(network, symbols, step, state, j, h) - loss(network, symbols, step, state, j, -h))
                / (2 * h);
      }
      return errors;
    }
  }

  private static double loss(
      Network network, int[] symbols, int step, float[] state, int component, double change) {
    float[] changed = state.clone();
    changed[component] += (float) change;
    read(network, symbols, step + 1, symbols.length - 1, changed);
    float[] probabilities = new float[network.outputWidth()];
    network.outputs(0, probabilities);
    return -Math.log(probabilities[symbols[symbols.length - 1]]);
  }

  private static void read(Network network, int[] symbols, int from, int to, float[] state) {
    Minibatch batch = new Minibatch(TEXT, 1, 1);
    MetricSums sums = new MetricSums(TEXT.targetKind(), SYMBOLS);
    for (int t = from; t < to; t++) {
      batch.setSymbol(symbols[t], t > 0);
      network.forward(batch, state, false, 0, sums);
    }
  }

  private static double norm(double[] values, int from, int count) {
    double sum = 0;
    for (int j = from; j < from + count; j++) {
      sum += values[j] * values[j];
    }
    return Math.sqrt(sum);
  }
}
