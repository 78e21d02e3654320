package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.sequence.TargetKind;

@DisplayName("Heads on a network: gradients, company, factored probabilities")
class OutputLayerTest {
  private static final int[] LENGTHS = {9, 4, 6, 2};
  private static final int FEATURES = 3;
  private static final int SYMBOLS = 23;
  private static final Gemm GEMM = Gemm.named("java");

  @ParameterizedTest
  @EnumSource(HeadKind.class)
  @DisplayName("the gradient of every head agrees with differences of its mean loss")
  void gradientAgreesWithDifferences(HeadKind kind) {
    SequenceFormat format = format(kind);
    HeadOptions head = HeadOptions.of(kind).withMixtures(2).withHuberDelta(0.5);
    if (kind == HeadKind.CLASS_FACTORED_SOFTMAX) {
      head = head.withSymbolClasses(List.of(0, 2, 3, 11));
    }
    checkGradient(NetworkSpec.of(format, "lstm", 4).withHead(head));
  }

  @Test
  @DisplayName("with class weights it is that of the weighted mean")
  void classWeights() {
    HeadOptions head =
        HeadOptions.of(HeadKind.SOFTMAX).withClassWeights(List.of(0.2, 3.0, 1.0, 0.0, 0.7));
    checkGradient(NetworkSpec.of(SequenceFormat.tagger(FEATURES, 5), "lstm", 4).withHead(head));
  }

  @ParameterizedTest
  @ValueSource(strings = {"features", "symbols", "embedded symbols"})
  @DisplayName("every level and the network's input may feed the head")
  void sources(String input) {
    boolean symbols = !input.equals("features");
    SequenceFormat format =
        symbols ? SequenceFormat.symbolTagger(SYMBOLS, 3) : SequenceFormat.transcriber(FEATURES, 3);
    for (boolean skip : new boolean[] {false, true}) {
      StackOptions stack = StackOptions.of(3).withSkipConnections(skip).withDirectInput(true);
      checkGradient(
          NetworkSpec.of(format, "lstm", 4)
              .withEmbeddingSize(input.startsWith("embedded") ? 3 : 0)
              .withStack(stack.withResidual(skip)));
    }
  }

  @Test
  @DisplayName("a head may do without a bias")
  void withoutBias() {
    SequenceFormat format = SequenceFormat.forecaster(FEATURES, 2, Readout.EVERY_STEP);
    HeadOptions head = HeadOptions.of(HeadKind.LOGISTIC_SQUARED_ERROR).withBias(false);
    NetworkSpec spec = NetworkSpec.of(format, "lstm", 4).withHead(head);
    assertTrue(spec.layout().views().stream().noneMatch(view -> view.name().equals("head.bias")));
    checkGradient(spec);
  }

  @Test
  @DisplayName("a head fed by every level and the input is one fed by all of them side by side")
  void skipsReachTheHead() {
    NetworkSpec plain = NetworkSpec.of(SequenceFormat.tagger(FEATURES, 3), "lstm", 4);
    NetworkSpec direct = plain.withStack(StackOptions.of(1).withDirectInput(true));
    float[] without = plain.initialParameters(3);
    float[] with = direct.initialParameters(3);
    SequenceShare share = share(plain.format());
    assertTrue(loss(plain, without, share) != loss(direct, with, share));
    ParameterView view = direct.layout().view("head.directWeights");
    for (int k = 0; k < view.size(); k++) {
      with[view.offset() + k] = 0;
    }
    assertEquals(loss(plain, without, share), loss(direct, with, share), 0);
  }

  @Test
  @DisplayName("company changes no sequence's CTC loss, and one without a target has none")
  void companyOfLabelSequences() {
    SequenceFormat format = SequenceFormat.transcriber(FEATURES, 3);
    NetworkSpec spec = NetworkSpec.of(format, "lstm", 4);
    float[] parameters = random(spec, 2);
    List<Sequence> all = sequences(format);
    double alone = 0;
    for (Sequence sequence : all) {
      alone += loss(spec, parameters, share(format, List.of(sequence)));
    }
    List<Sequence> company = new ArrayList<>(all);
    company.add(1, Sequence.ofFeatures("unlabelled", new float[5 * FEATURES], FEATURES));
    SequenceShare share = share(format, company);
    assertEquals(4, share.targets());
    assertEquals(alone, loss(spec, parameters, share), 1e-5 * alone);
  }

  @Test
  @DisplayName("a bound on the derivatives at the head acts on each of them")
  void clippedGradient() {
    SequenceFormat format = SequenceFormat.forecaster(FEATURES, 1, Readout.EVERY_STEP);
    NetworkSpec spec = NetworkSpec.of(format, "lstm", 4);
    float[] parameters = random(spec, 2);
    float[] free = gradient(spec, parameters, share(format));
    HeadOptions bounded = spec.head().withClipGradient(1e-3);
    float[] clipped = gradient(spec.withHead(bounded), parameters, share(format));
    ParameterView bias = spec.layout().view("head.bias");
    assertTrue(Math.abs(free[bias.offset()]) > 2e-3, "free: " + free[bias.offset()]);
    assertTrue(Math.abs(clipped[bias.offset()]) <= 1e-3f + 1e-9);
  }

  @Test
  @DisplayName("factored probabilities sum to 1, and the loss is −ln of the target's")
  void factoredProbabilities() {
    HeadOptions head = HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX);
    NetworkSpec spec =
        NetworkSpec.of(SequenceFormat.languageModel(SYMBOLS), "lstm", 4).withHead(head);
    float[] parameters = random(spec, 4);
    SequenceShare share = share(spec.format());
    BatchPlan plan = Batcher.plan(share, LENGTHS.length, 1, 0, 0, false);
    Minibatch batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    try (Network network = new Network(spec, GEMM, 4, batch.totalRows())) {
      network.setParameters(parameters);
      MetricSums evaluated = sums(spec);
      network.forward(batch, new float[spec.carriedSize(4)], false, 1, evaluated);
      double loss = 0;
      long correct = 0;
      float[] p = new float[network.outputWidth()];
      for (int n = 0; n < batch.totalRows(); n++) {
        network.outputs(n, p);
        double sum = 0;
        int best = 0;
        for (int w = 0; w < SYMBOLS; w++) {
          sum += p[w];
          best = p[w] > p[best] ? w : best;
        }
        assertEquals(1, sum, 1e-5);
        loss -= Math.log(p[batch.targetClasses()[n]]);
        correct += best == batch.targetClasses()[n] ? 1 : 0;
      }
      assertEquals(loss, evaluated.lossSum(), 1e-5 * loss);
      assertEquals(correct, evaluated.correct());
      assertEquals(batch.totalRows(), evaluated.predictions());
      MetricSums trained = sums(spec);
      network.forward(batch, new float[spec.carriedSize(4)], true, 1, trained);
      assertEquals(evaluated.lossSum(), trained.lossSum());
      assertEquals(0, trained.predictions());
    }
  }

  @Test
  @DisplayName("classes of one symbol each, or one class of all, are the plain softmax")
  void factoredIsPlainAtTheEnds() {
    NetworkSpec plain = NetworkSpec.of(SequenceFormat.languageModel(SYMBOLS), "lstm", 4);
    List<Integer> each = new ArrayList<>();
    for (int w = 0; w < SYMBOLS; w++) {
      each.add(w);
    }
    HeadOptions head = HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX);
    NetworkSpec one = plain.withHead(head.withSymbolClasses(List.of(0)));
    NetworkSpec many = plain.withHead(head.withSymbolClasses(each));
    float[] parameters = random(plain, 9);
    double expected = loss(plain, parameters, share(plain.format()));
    float[] ofOne = moved(plain, parameters, one, "head.weights", "head.bias");
    assertEquals(expected, loss(one, ofOne, share(plain.format())), 1e-5 * expected);
    float[] ofMany = moved(plain, parameters, many, "head.classWeights", "head.classBias");
    assertEquals(expected, loss(many, ofMany, share(plain.format())), 1e-5 * expected);
  }

  @Test
  @DisplayName("combinations that cannot be are refused when the network is specified")
  void refused() {
    NetworkSpec words = NetworkSpec.of(SequenceFormat.languageModel(SYMBOLS), "lstm", 4);
    NetworkSpec factored = words.withHead(HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX));
    IllegalArgumentException skip =
        assertThrows(
            IllegalArgumentException.class,
            () -> factored.withStack(StackOptions.of(2).withSkipConnections(true)));
    assertTrue(skip.toString().contains("skipConnections"), skip.toString());
    assertThrows(
        IllegalArgumentException.class, () -> words.withHead(HeadOptions.of(HeadKind.CTC)));
    NetworkSpec transcriber = NetworkSpec.of(SequenceFormat.transcriber(2, 3), "lstm", 4);
    transcriber.requireSegments(0);
    IllegalArgumentException segments =
        assertThrows(IllegalArgumentException.class, () -> transcriber.requireSegments(5));
    assertTrue(segments.toString().contains("segmentLength"), segments.toString());
    assertEquals(4, transcriber.layout().view("head.weights").rows());
    assertArrayEquals(new int[] {4}, transcriber.layout().view("head.bias").shape());
  }

  /** The other parameters as they are; the head's under other names, and zeros for the rest. */
  private static float[] moved(
      NetworkSpec from, float[] parameters, NetworkSpec to, String weights, String bias) {
    float[] result = new float[to.layout().size()];
    for (ParameterView view : from.layout().views()) {
      String name =
          view.name().equals("head.weights")
              ? weights
              : view.name().equals("head.bias") ? bias : view.name();
      ParameterView target = to.layout().view(name);
      System.arraycopy(parameters, view.offset(), result, target.offset(), view.size());
    }
    return result;
  }

  private static void checkGradient(NetworkSpec spec) {
    float[] parameters = random(spec, 3);
    SequenceShare share = share(spec.format());
    float[] gradient = gradient(spec, parameters, share);
    BatchPlan plan = Batcher.plan(share, LENGTHS.length, 1, 0, 0, false);
    Minibatch batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    RandomStream random = new RandomStream(5);
    double largest = 0;
    try (Network network = new Network(spec, GEMM, LENGTHS.length, batch.totalRows())) {
      for (ParameterView view : spec.layout().views()) {
        for (int trial = 0; trial < 8; trial++) {
          int at = view.offset() + random.nextInt(view.size());
          double numeric = difference(network, spec, batch, parameters, at);
          largest = Math.max(largest, Math.abs(numeric));
          // differences of a float32 forward pass with a step of 2⁻⁸
          assertEquals(numeric, gradient[at], 1e-3 * Math.max(1, Math.abs(numeric)), view.name());
        }
      }
    }
    assertTrue(largest > 0.02, "nothing to compare: " + largest);
  }

  private static double difference(
      Network network, NetworkSpec spec, Minibatch batch, float[] parameters, int at) {
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] moved = parameters.clone();
      moved[at] += side == 0 ? -0x1p-8f : 0x1p-8f;
      network.setParameters(moved);
      MetricSums sums = sums(spec);
      network.forward(batch, new float[spec.carriedSize(4)], true, 1, sums);
      losses[side] = sums.meanLoss();
    }
    return (losses[1] - losses[0]) / 0x1p-7;
  }

  private static float[] gradient(NetworkSpec spec, float[] parameters, SequenceShare share) {
    float[] gradient = new float[parameters.length];
    BatchPlan plan = Batcher.plan(share, LENGTHS.length, 1, 0, 0, false);
    Minibatch batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    try (Network network = new Network(spec, GEMM, LENGTHS.length, batch.totalRows())) {
      network.setParameters(parameters);
      for (int pass = 0; pass < 2; pass++) { // nothing may be left over from the pass before
        network.forward(batch, new float[spec.carriedSize(4)], true, 1, sums(spec));
        network.backward(batch, gradient);
      }
    }
    return gradient;
  }

  private static double loss(NetworkSpec spec, float[] parameters, SequenceShare share) {
    MetricSums sums = sums(spec);
    BatchPlan plan = Batcher.plan(share, share.count(), 1, 0, 0, false);
    Minibatch batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    try (Network network = new Network(spec, GEMM, share.count(), batch.totalRows())) {
      network.setParameters(parameters);
      network.forward(batch, new float[spec.carriedSize(share.count())], true, 1, sums);
    }
    return sums.lossSum();
  }

  private static MetricSums sums(NetworkSpec spec) {
    return new MetricSums(spec.format().targetKind(), spec.format().outputSize());
  }

  private static float[] random(NetworkSpec spec, long seed) {
    float[] parameters = new float[spec.layout().size()];
    RandomStream random = new RandomStream(seed);
    for (ParameterView view : spec.layout().views()) {
      for (int k = 0; k < view.size(); k++) {
        parameters[view.offset() + k] = (float) (0.5 * random.nextGaussian());
      }
    }
    return parameters;
  }

  private static SequenceFormat format(HeadKind kind) {
    return switch (kind) {
      case SOFTMAX -> SequenceFormat.tagger(FEATURES, 5);
      case CLASS_FACTORED_SOFTMAX -> SequenceFormat.languageModel(SYMBOLS);
      case SQUARED_ERROR, LOGISTIC_SQUARED_ERROR, ABSOLUTE_ERROR, HUBER ->
          SequenceFormat.forecaster(FEATURES, 2, Readout.EVERY_STEP);
      case MIXTURE_DENSITY -> SequenceFormat.forecaster(FEATURES, 1, Readout.EVERY_STEP);
      case HANDWRITING -> SequenceFormat.forecaster(FEATURES, 3, Readout.EVERY_STEP);
      case BERNOULLI -> SequenceFormat.labeller(FEATURES, 4);
      case CTC -> SequenceFormat.transcriber(FEATURES, 3);
    };
  }

  private static SequenceShare share(SequenceFormat format) {
    return share(format, sequences(format));
  }

  private static SequenceShare share(SequenceFormat format, List<Sequence> sequences) {
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    sequences.forEach(builder::add);
    return new SequenceShare(format, List.of(builder.build()));
  }

  /** Random sequences of unequal lengths; every fifth step has no target. */
  private static List<Sequence> sequences(SequenceFormat format) {
    RandomStream random = new RandomStream(11);
    List<Sequence> sequences = new ArrayList<>();
    for (int length : LENGTHS) {
      int[] symbols = new int[length + 1];
      float[] features = new float[length * FEATURES];
      for (int k = 0; k < symbols.length; k++) {
        symbols[k] = random.nextInt(SYMBOLS);
      }
      for (int k = 0; k < features.length; k++) {
        features[k] = (float) random.nextGaussian();
      }
      String key = "sequence of " + length;
      Sequence inputs =
          format.targetKind() == TargetKind.NEXT_SYMBOL
              ? Sequence.ofSymbols(key, symbols)
              : format.symbols()
                  ? Sequence.ofSymbols(key, Arrays.copyOf(symbols, length))
                  : Sequence.ofFeatures(key, features, FEATURES);
      sequences.add(withTargets(inputs, format, length, random));
    }
    return sequences;
  }

  private static Sequence withTargets(
      Sequence inputs, SequenceFormat format, int length, RandomStream random) {
    int outputs = format.outputSize();
    return switch (format.targetKind()) {
      case NEXT_SYMBOL -> inputs;
      case CLASS -> {
        int[] classes = new int[length];
        for (int t = 0; t < length; t++) {
          classes[t] = t % 5 == 3 ? -1 : random.nextInt(outputs);
        }
        yield inputs.withClasses(classes);
      }
      case LABEL_SEQUENCE -> {
        int[] labels = new int[length / 2];
        for (int k = 0; k < labels.length; k++) {
          labels[k] = 1 + random.nextInt(outputs);
        }
        yield inputs.withLabelSequence(labels);
      }
      case VALUES, LABELS -> {
        boolean binary = format.targetKind() == TargetKind.LABELS;
        float[] values = new float[length * outputs];
        for (int k = 0; k < values.length; k++) {
          boolean end = outputs == 3 && k % 3 == 2;
          values[k] = binary || end ? random.nextInt(2) : (float) random.nextGaussian();
          values[k] = k / outputs % 5 == 3 ? Float.NaN : values[k];
        }
        yield inputs.withValues(values);
      }
    };
  }
}
