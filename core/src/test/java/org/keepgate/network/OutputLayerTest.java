package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Heads on a network: gradients, sources, company, refusals")
class OutputLayerTest {
  private static final int FEATURES = HeadTrial.FEATURES;
  private static final int SYMBOLS = HeadTrial.SYMBOLS;

  @ParameterizedTest
  @EnumSource(HeadKind.class)
  @DisplayName("the gradient of every head agrees with differences of its mean loss")
  void gradientAgreesWithDifferences(HeadKind kind) {
    SequenceFormat format = HeadTrial.format(kind);
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
    assertTrue(loss(plain, without) != loss(direct, with));
    ParameterView view = direct.layout().view("head.directWeights");
    for (int k = 0; k < view.size(); k++) {
      with[view.offset() + k] = 0;
    }
    assertEquals(loss(plain, without), loss(direct, with), 0);
  }

  @Test
  @DisplayName("company changes no sequence's CTC loss, and one without a target has none")
  void companyOfLabelSequences() {
    SequenceFormat format = SequenceFormat.transcriber(FEATURES, 3);
    NetworkSpec spec = NetworkSpec.of(format, "lstm", 4);
    float[] parameters = LossTrial.random(spec, 2);
    List<Sequence> all = HeadTrial.sequences(format);
    double alone = 0;
    for (Sequence sequence : all) {
      alone += new LossTrial(spec, HeadTrial.share(format, List.of(sequence))).loss(parameters);
    }
    List<Sequence> company = new ArrayList<>(all);
    company.add(1, Sequence.ofFeatures("unlabelled", new float[5 * FEATURES], FEATURES));
    SequenceShare share = HeadTrial.share(format, company);
    assertEquals(4, share.targets());
    assertEquals(alone, new LossTrial(spec, share).loss(parameters), 1e-5 * alone);
  }

  @Test
  @DisplayName("a bound on the derivatives at the head acts on each of them")
  void clippedGradient() {
    SequenceFormat format = SequenceFormat.forecaster(FEATURES, 1, Readout.EVERY_STEP);
    NetworkSpec spec = NetworkSpec.of(format, "lstm", 4);
    float[] parameters = LossTrial.random(spec, 2);
    SequenceShare share = HeadTrial.share(format);
    float[] free = new LossTrial(spec, share).gradient(parameters);
    NetworkSpec bounded = spec.withHead(spec.head().withClipGradient(1e-3));
    float[] clipped = new LossTrial(bounded, share).gradient(parameters);
    ParameterView bias = spec.layout().view("head.bias");
    assertTrue(Math.abs(free[bias.offset()]) > 2e-3, "free: " + free[bias.offset()]);
    assertTrue(Math.abs(clipped[bias.offset()]) <= 1e-3f + 1e-9);
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

  private static double loss(NetworkSpec spec, float[] parameters) {
    return new LossTrial(spec, HeadTrial.share(spec.format())).loss(parameters);
  }

  private static void checkGradient(NetworkSpec spec) {
    new LossTrial(spec, HeadTrial.share(spec.format()))
        .assertGradientAgreesWithDifferences(LossTrial.random(spec, 3));
  }
}
