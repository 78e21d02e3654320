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
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.RandomStream;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SegmentBatcher;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Stack: two directions, skip connections, residual connections")
class StackTest {
  private static final int FEATURES = 3;
  private static final int OUTPUTS = 2;
  private static final SequenceFormat FORMAT =
      SequenceFormat.forecaster(FEATURES, OUTPUTS, Readout.EVERY_STEP);
  private static final int[] LENGTHS = {9, 4, 1, 7};

  @Test
  @DisplayName("the layer in reverse does on a sequence what a layer does on it turned round")
  void reverseEqualsTurnedInput() {
    NetworkSpec both = spec(StackOptions.of(1).withBidirectional(true));
    NetworkSpec one = spec(StackOptions.of(1));
    float[] parameters = LossTrial.random(both, 7);
    silenceFirstDirection(both, parameters);
    float[] alone = LossTrial.random(one, 8);
    for (ParameterView view : one.layout().views()) {
      String name = view.name().replace("forward", "backward");
      ParameterView from = both.layout().view(name);
      int firstColumn = name.equals("head.weights") ? 5 : 0; // [h→, h←]
      for (int row = 0; row < view.rows(); row++) {
        for (int column = 0; column < view.columns(); column++) {
          alone[view.index(row, column)] = parameters[from.index(row, firstColumn + column)];
        }
      }
    }
    double forth = loss(both, parameters, sequences(false));
    double back = loss(one, alone, sequences(true));
    assertEquals(back, forth, 1e-6 * back);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bidirectional", "skip", "residual", "all"})
  @DisplayName("the gradient agrees with differences of the loss")
  void gradientAgreesWithDifferences(String kind) {
    StackOptions stack = StackOptions.of(3);
    boolean all = kind.equals("all");
    stack = stack.withBidirectional(all || kind.equals("bidirectional"));
    stack = stack.withSkipConnections(all || kind.equals("skip"));
    stack = stack.withResidual(all || kind.equals("residual"));
    NetworkSpec spec = spec(stack);
    new LossTrial(spec, share(sequences(false)))
        .assertGradientAgreesWithDifferences(LossTrial.random(spec, 3));
  }

  @Test
  @DisplayName("two directions refuse segments, and a language model refuses two directions")
  void refusals() {
    NetworkSpec both = spec(StackOptions.of(1).withBidirectional(true));
    both.requireSegments(0);
    IllegalArgumentException segments =
        assertThrows(IllegalArgumentException.class, () -> both.requireSegments(16));
    assertTrue(segments.toString().contains("segmentLength"), segments.toString());
    SequenceShare share = share(sequences(false));
    BatchPlan plan = SegmentBatcher.plan(share, 4, 3, 1, 0, 0, false);
    Minibatch batch = new Minibatch(FORMAT, plan.maxRows(), plan.maxSteps());
    plan.fill(1, batch);
    MetricSums sums = new MetricSums(FORMAT.targetKind(), FORMAT.outputSize());
    try (Network network = new Network(both, LossTrial.GEMM, 4, 100)) {
      network.setParameters(LossTrial.random(both, 1));
      assertThrows(
          IllegalArgumentException.class,
          () -> network.forward(batch, new float[0], false, 0, sums));
    }
    SequenceFormat text = SequenceFormat.languageModel(5);
    IllegalArgumentException future =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                NetworkSpec.of(text, "lstm", 4)
                    .withStack(StackOptions.of(1).withBidirectional(true)));
    assertTrue(future.toString().contains("bidirectional"), future.toString());
  }

  @Test
  @DisplayName("an added input and a skip connection change what the network says")
  void optionsAct() {
    StackOptions plain = StackOptions.of(2);
    float[] parameters = LossTrial.random(spec(plain), 2);
    double plainLoss = loss(spec(plain), parameters, sequences(false));
    double residual = loss(spec(plain.withResidual(true)), parameters, sequences(false));
    assertTrue(Math.abs(plainLoss - residual) > 1e-3, plainLoss + " and " + residual);
    assertArrayEquals(
        new int[] {20, FEATURES},
        new int[] {
          spec(plain.withSkipConnections(true))
              .layout()
              .view("layers.1.forward.skipWeights")
              .rows(),
          spec(plain.withSkipConnections(true))
              .layout()
              .view("layers.1.forward.skipWeights")
              .columns()
        });
  }

  private static NetworkSpec spec(StackOptions stack) {
    return NetworkSpec.of(FORMAT, "lstm-peephole", 5).withStack(stack);
  }

  private static double loss(NetworkSpec spec, float[] parameters, List<Sequence> sequences) {
    return new LossTrial(spec, share(sequences)).loss(parameters);
  }

  /** Zeroes the head's weights of the first direction. */
  private static void silenceFirstDirection(NetworkSpec spec, float[] parameters) {
    ParameterView head = spec.layout().view("head.weights");
    for (int row = 0; row < head.rows(); row++) {
      for (int column = 0; column < 5; column++) {
        parameters[head.index(row, column)] = 0;
      }
    }
  }

  private static List<Sequence> sequences(boolean turned) {
    RandomStream random = new RandomStream(11);
    List<Sequence> sequences = new ArrayList<>();
    for (int length : LENGTHS) {
      float[] features = new float[length * FEATURES];
      float[] targets = new float[length * OUTPUTS];
      for (int step = 0; step < length; step++) {
        int at = turned ? length - 1 - step : step;
        for (int j = 0; j < FEATURES; j++) {
          features[at * FEATURES + j] = (float) (random.nextDouble() * 2 - 1);
        }
        for (int j = 0; j < OUTPUTS; j++) {
          targets[at * OUTPUTS + j] = (float) (random.nextDouble() * 2 - 1);
        }
      }
      sequences.add(
          Sequence.ofFeatures("s" + sequences.size(), features, FEATURES).withValues(targets));
    }
    return sequences;
  }

  private static SequenceShare share(List<Sequence> sequences) {
    SequenceBlockBuilder builder = SequenceBlock.builder(FORMAT);
    sequences.forEach(builder::add);
    return new SequenceShare(FORMAT, List.of(builder.build()));
  }
}
