package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.VanillaActivation;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SegmentBatcher;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Regularization: dropout by sequence, noise on inputs and weights")
class RegularizationTest {
  private static final SequenceFormat FORMAT = SequenceFormat.forecaster(2, 1, Readout.EVERY_STEP);
  private static final int COLUMNS = 40;
  private static final Gemm GEMM = Gemm.named("java");

  @Test
  @DisplayName("one mask a sequence: all its steps drop the same columns, another sequence others")
  void oneMaskForASequence() {
    float[][] rows = dropped(true);
    Minibatch batch = batch();
    for (int time = 1; time < batch.steps(); time++) {
      for (int row = 0; row < batch.rows(time); row++) {
        assertArrayEquals(rows[row], rows[batch.firstRow(time) + row]);
      }
    }
    assertFalse(Arrays.equals(rows[0], rows[1]));
    float[][] free = dropped(false);
    assertFalse(
        Arrays.equals(free[0], free[batch.firstRow(1)]), "without it each step has its own");
  }

  private static float[][] dropped(boolean oneMask) {
    Minibatch batch = batch();
    int rows = batch.totalRows();
    try (GemmSession session = GEMM.open()) {
      Matrix values = Workspace.matrix(session, rows, COLUMNS);
      float[] ones = new float[rows * COLUMNS];
      Arrays.fill(ones, 1);
      values.buffer().put(0, ones, 0, ones.length);
      new Dropout(0.5, oneMask, values, values).forward(batch, true, 3);
      float[][] result = new float[rows][COLUMNS];
      for (int n = 0; n < rows; n++) {
        values.buffer().get(n * COLUMNS, result[n], 0, COLUMNS);
        for (float value : result[n]) {
          assertTrue(value == 0 || value == 2, "kept values are divided by 1 − p, got " + value);
        }
      }
      return result;
    }
  }

  @Test
  @DisplayName("input noise is decided by its seed, and only in training")
  void inputNoise() {
    NetworkSpec clean = NetworkSpec.of(FORMAT, "lstm", 4);
    NetworkSpec noisy = clean.withRegularization(RegularizationOptions.none().withInputNoise(0.5));
    double loss = loss(clean, true, 1);
    assertEquals(loss, loss(noisy, false, 1));
    assertNotEquals(loss, loss(noisy, true, 1));
    assertEquals(loss(noisy, true, 1), loss(noisy, true, 1));
    assertNotEquals(loss(noisy, true, 1), loss(noisy, true, 2));
  }

  @Test
  @DisplayName("Gaussian noise has mean zero and the deviation asked for")
  void gaussianNoise() {
    float[] values = new float[20_000];
    Arrays.fill(values, 3);
    float[] noisy = new float[values.length];
    new GaussianNoise(0.2).add(values, noisy, values.length, 5);
    double sum = 0;
    double squares = 0;
    for (float value : noisy) {
      sum += value - 3;
      squares += (value - 3.0) * (value - 3.0);
    }
    assertEquals(0, sum / values.length, 5 * 0.2 / Math.sqrt(values.length));
    assertEquals(0.04, squares / values.length, 0.002);
  }

  @Test
  @DisplayName("what does not go together is refused by name")
  void refusals() {
    NetworkSpec text = NetworkSpec.of(SequenceFormat.languageModel(4), "lstm", 4);
    refused(
        "inputNoise",
        () -> text.withRegularization(RegularizationOptions.none().withInputNoise(1)));
    refused("weightNoise", () -> RegularizationOptions.none().withWeightNoise(Double.NaN));
    refused(
        "identity",
        () ->
            text.withInitialization(
                InitializationOptions.defaults().withRecurrent(RecurrentStart.IDENTITY)));
    refused("omega", () -> text.withRegularization(RegularizationOptions.none().withOmega(4)));
    refused("initialScale", () -> InitializationOptions.uniform(0));
  }

  @Test
  @DisplayName("Ω stays finite where the error of a last step has vanished long before the first")
  void omegaOfVanishedError() {
    SequenceFormat last = SequenceFormat.forecaster(2, 1, Readout.LAST_STEP);
    for (VanillaActivation activation : VanillaActivation.values()) {
      NetworkSpec spec =
          NetworkSpec.of(last, CellOptions.of("rnn", 4).withActivation(activation))
              .withRegularization(RegularizationOptions.none().withOmega(4));
      SequenceBlockBuilder builder = SequenceBlock.builder(last);
      float[] features = new float[2 * 300];
      Arrays.fill(features, 0.5f);
      builder.add(Sequence.ofFeatures("long", features, 2).withValues(1));
      SequenceShare share = new SequenceShare(last, List.of(builder.build()));
      BatchPlan plan = Batcher.plan(share, 1, 1, 0, 0, false);
      Minibatch batch = new Minibatch(last, plan.maxRows(), plan.maxSteps());
      plan.fill(0, batch);
      float[] parameters = spec.initialParameters(1);
      float[] gradient = new float[parameters.length];
      try (Network network = new Network(spec, GEMM, 1, batch.totalRows())) {
        network.setParameters(parameters);
        MetricSums sums = new MetricSums(last.targetKind(), 1);
        network.forward(batch, new float[spec.carriedSize(1)], true, 1, sums);
        network.backward(batch, gradient);
      }
      for (float value : gradient) {
        assertTrue(Float.isFinite(value), activation + ": " + value);
      }
    }
  }

  @Test
  @DisplayName("Ω sees no further back than the segment: one of a single step has none")
  void omegaOfSegments() {
    NetworkSpec plain = NetworkSpec.of(FORMAT, "rnn", 4);
    NetworkSpec penalized = plain.withRegularization(RegularizationOptions.none().withOmega(4));
    for (int segmentLength = 1; segmentLength <= 2; segmentLength++) {
      float[] without = gradientOfSecondSegment(plain, segmentLength);
      float[] with = gradientOfSecondSegment(penalized, segmentLength);
      if (segmentLength == 1) {
        assertArrayEquals(without, with);
      } else {
        assertFalse(Arrays.equals(without, with));
      }
    }
  }

  private static float[] gradientOfSecondSegment(NetworkSpec spec, int segmentLength) {
    BatchPlan plan = SegmentBatcher.plan(share(), 3, segmentLength, 1, 0, 0, false);
    Minibatch batch = new Minibatch(FORMAT, plan.maxRows(), plan.maxSteps());
    float[] gradient = new float[spec.layout().size()];
    float[] carried = new float[spec.carriedSize(3)];
    MetricSums sums = new MetricSums(FORMAT.targetKind(), 1);
    try (Network network = new Network(spec, GEMM, plan.maxRows(), (int) plan.maxTotalRows())) {
      network.setParameters(LossTrial.random(spec, 4));
      for (int segment = 0; segment < 2; segment++) {
        plan.fill(segment, batch);
        assertEquals(segment > 0, batch.continues());
        network.forward(batch, carried, true, 1, sums);
        network.backward(batch, gradient);
      }
    }
    return gradient;
  }

  @Test
  @DisplayName("Glorot's bound is that of a gate's own matrix, and of the head's whole matrix")
  void glorotBounds() {
    NetworkSpec spec =
        NetworkSpec.of(SequenceFormat.classifier(6, 50), "lstm", 10)
            .withInitialization(
                new InitializationOptions(WeightStart.GLOROT_UNIFORM, 1, RecurrentStart.SAME));
    float[] parameters = spec.initialParameters(3);
    for (String name : List.of("layers.0.forward.inputWeights", "head.weights")) {
      ParameterView view = spec.layout().view(name);
      double bound = Math.sqrt(6.0 / (name.startsWith("head") ? 50 + 10 : 10 + 6));
      double largest = 0;
      for (int j = view.offset(); j < view.offset() + view.size(); j++) {
        largest = Math.max(largest, Math.abs(parameters[j]));
      }
      assertTrue(largest <= bound && largest > 0.95 * bound, name + " " + largest + " " + bound);
    }
  }

  @Test
  @DisplayName("normal first weights have mean 0 and the deviation asked for, and biases are 0")
  void normalStart() {
    NetworkSpec spec =
        NetworkSpec.of(SequenceFormat.classifier(40, 40), "rnn", 100)
            .withInitialization(InitializationOptions.normal(0.1));
    float[] parameters = spec.initialParameters(3);
    for (String name :
        List.of("layers.0.forward.inputWeights", "layers.0.forward.recurrentWeights")) {
      ParameterView view = spec.layout().view(name);
      double sum = 0;
      double squares = 0;
      int beyondTwo = 0;
      for (int j = view.offset(); j < view.offset() + view.size(); j++) {
        sum += parameters[j];
        squares += (double) parameters[j] * parameters[j];
        beyondTwo += Math.abs(parameters[j]) > 0.2 ? 1 : 0;
      }
      assertEquals(0, sum / view.size(), 5 * 0.1 / Math.sqrt(view.size()), name);
      assertEquals(0.1, Math.sqrt(squares / view.size()), 0.005, name);
      assertEquals(0.0455, (double) beyondTwo / view.size(), 0.015, name); // of a Gaussian
    }
    ParameterView bias = spec.layout().view("layers.0.forward.bias");
    for (int j = bias.offset(); j < bias.offset() + bias.size(); j++) {
      assertEquals(0, parameters[j]);
    }
  }

  private static void refused(String name, Runnable specification) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, specification::run);
    assertTrue(refusal.toString().contains(name), refusal.toString());
  }

  private static double loss(NetworkSpec spec, boolean training, long seed) {
    Minibatch batch = batch();
    MetricSums sums = new MetricSums(FORMAT.targetKind(), 1);
    try (Network network = new Network(spec, GEMM, 3, batch.totalRows())) {
      network.setParameters(spec.initialParameters(1));
      network.forward(batch, new float[spec.carriedSize(3)], training, seed, sums);
    }
    return sums.lossSum();
  }

  /** Three sequences of 5, 3 and 2 steps. */
  private static Minibatch batch() {
    SequenceShare share = share();
    BatchPlan plan = Batcher.plan(share, 3, 1, 0, 0, false);
    Minibatch batch = new Minibatch(FORMAT, plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    return batch;
  }

  private static SequenceShare share() {
    SequenceBlockBuilder builder = SequenceBlock.builder(FORMAT);
    for (int length : new int[] {5, 3, 2}) {
      float[] features = new float[2 * length];
      Arrays.fill(features, 0.5f);
      float[] targets = new float[length];
      builder.add(Sequence.ofFeatures("s" + length, features, 2).withValues(targets));
    }
    return new SequenceShare(FORMAT, List.of(builder.build()));
  }
}
