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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

  @ParameterizedTest
  @EnumSource(Readout.class)
  @DisplayName("the layer in reverse does on a sequence what a layer does on it turned round")
  void reverseEqualsTurnedInput(Readout readout) {
    NetworkSpec both = spec(readout, StackOptions.of(1).withBidirectional(true));
    NetworkSpec one = spec(readout, StackOptions.of(1));
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
    double forth = loss(both, parameters, sequences(readout, false));
    double back = loss(one, alone, sequences(readout, true));
    assertEquals(back, forth, 1e-6 * back);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "bidirectional, EVERY_STEP",
    "bidirectional, LAST_STEP",
    "skip, EVERY_STEP",
    "residual, EVERY_STEP",
    "all, EVERY_STEP",
    "all, LAST_STEP"
  })
  @DisplayName("the gradient agrees with differences of the loss")
  void gradientAgreesWithDifferences(String kind, Readout readout) {
    StackOptions stack = StackOptions.of(3);
    boolean all = kind.equals("all");
    stack = stack.withBidirectional(all || kind.equals("bidirectional"));
    stack = stack.withSkipConnections(all || kind.equals("skip"));
    stack = stack.withResidual(all || kind.equals("residual"));
    NetworkSpec spec = spec(readout, stack);
    new LossTrial(spec, share(spec, sequences(readout, false)))
        .assertGradientAgreesWithDifferences(LossTrial.random(spec, 3));
  }

  @Test
  @DisplayName("at the last step of two directions, too, company changes no loss")
  void companyAtTheLastStep() {
    Readout last = Readout.LAST_STEP;
    NetworkSpec spec = spec(last, StackOptions.of(2).withBidirectional(true));
    float[] parameters = LossTrial.random(spec, 7);
    List<Sequence> all = sequences(last, false);
    double alone = 0;
    for (Sequence sequence : all) {
      alone += loss(spec, parameters, List.of(sequence));
    }
    assertEquals(alone, loss(spec, parameters, all), 1e-6 * alone);
  }

  @Test
  @DisplayName("two directions refuse segments, and a language model refuses two directions")
  void refusals() {
    NetworkSpec both = spec(StackOptions.of(1).withBidirectional(true));
    both.requireSegments(0);
    IllegalArgumentException segments =
        assertThrows(IllegalArgumentException.class, () -> both.requireSegments(16));
    assertTrue(segments.toString().contains("segmentLength"), segments.toString());
    SequenceShare share = share(both, sequences(false));
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
    return spec(Readout.EVERY_STEP, stack);
  }

  private static NetworkSpec spec(Readout readout, StackOptions stack) {
    SequenceFormat format = SequenceFormat.forecaster(FEATURES, OUTPUTS, readout);
    return NetworkSpec.of(format, "lstm-peephole", 5).withStack(stack);
  }

  private static double loss(NetworkSpec spec, float[] parameters, List<Sequence> sequences) {
    return new LossTrial(spec, share(spec, sequences)).loss(parameters);
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
    return sequences(Readout.EVERY_STEP, turned);
  }

  /** Random sequences, or the same ones from their ends on. */
  private static List<Sequence> sequences(Readout readout, boolean turned) {
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
      int first = turned ? targets.length - OUTPUTS : 0; // the one target, when there is but one
      float[] values =
          readout == Readout.EVERY_STEP
              ? targets
              : Arrays.copyOfRange(targets, first, first + OUTPUTS);
      sequences.add(
          Sequence.ofFeatures("s" + sequences.size(), features, FEATURES).withValues(values));
    }
    return sequences;
  }

  private static SequenceShare share(NetworkSpec spec, List<Sequence> sequences) {
    SequenceBlockBuilder builder = SequenceBlock.builder(spec.format());
    sequences.forEach(builder::add);
    return new SequenceShare(spec.format(), List.of(builder.build()));
  }
}
