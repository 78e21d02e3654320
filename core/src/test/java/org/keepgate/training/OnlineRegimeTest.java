package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.OnlineNetwork;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("The online regime: a step at every target")
class OnlineRegimeTest {
  private static final CellOptions CELL =
      CellOptions.memoryBlocks(
          3, MemoryBlockOptions.classic().withCellsPerBlock(2).withForgetGate(true));
  private static final TrainingOptions ONLINE =
      TrainingOptions.defaults()
          .withBatchSize(1)
          .withRegime(Regime.ONLINE)
          .withOptimizer(OptimizerSpec.of(OptimizerKind.SGD))
          .withClipping(GradientClipping.none())
          .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.1))
          .withMaxIter(3);

  @Test
  @DisplayName("a last step that leads beyond all numbers is reported, with the parameter's name")
  void reportsTheLastStep() {
    NetworkSpec spec = NetworkSpec.of(TinyTasks.TAGS, CELL);
    SequenceShare share =
        TinyTasks.share(
            TinyTasks.TAGS,
            List.of(Sequence.ofFeatures("one step", new float[] {1, -1}, 2).withClasses(1)));
    TrainingOptions tooFast = ONLINE.withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 1e300));
    RoundStart start =
        TrainingState.start(spec.initialParameters(1), tooFast).sharedStart(tooFast.averaging());
    WorkerOutcome outcome =
        new WorkerRun(spec, tooFast, TinyTasks.GEMM)
            .run(0, share, new Round(0, 0, 0, 1, 3, 1), start, new float[0]);
    Divergence divergence = Objects.requireNonNull(outcome.divergence());
    assertTrue(
        divergence.where().startsWith("first not finite: parameter "), divergence.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tags", "texts", "series"})
  @DisplayName("gradients of the steps add up to that of back-propagation with truncated gradient")
  void addsUpToBackPropagation(String task) {
    SequenceFormat format = format(task);
    NetworkSpec spec = NetworkSpec.of(format, CELL);
    float[] parameters = spec.initialParameters(5);
    SequenceShare share = TinyTasks.share(format, sequences(task, 1));
    Minibatch batch = new Minibatch(format, 1, 100);
    Batcher.plan(share, 1, 1, 0, 0, false).fill(0, batch);
    float[] expected = new float[parameters.length];
    MetricSums sums = new MetricSums(format.targetKind(), format.outputSize());
    try (Network network = new Network(spec, TinyTasks.GEMM, 1, 100)) {
      network.setParameters(parameters);
      network.forward(batch, new float[spec.carriedSize(1)], true, 1, sums);
      network.backward(batch, expected);
    }
    // one step of steepest descent after all targets, of a rate that makes the mean of the sum
    double[] gradient = new double[parameters.length];
    OnlineNetwork online = new OnlineNetwork(spec);
    online.setParameters(parameters);
    double loss = 0;
    int targets = 0;
    for (int t = 0; t < batch.steps(); t++) {
      if (format.symbols()) {
        online.step(batch.symbols()[t]);
      } else {
        online.step(batch.features(), t * format.inputSize());
      }
      if (!format.targetKind().hasValues()) {
        loss += online.addGradient(batch.targetClasses()[t], gradient);
        targets++;
      } else if (!Float.isNaN(batch.targetValues()[2 * t])) {
        loss += online.addGradient(batch.targetValues(), 2 * t, gradient);
        targets++;
      }
    }
    assertEquals(sums.lossSum(), loss, 1e-5 * loss);
    for (int j = 0; j < gradient.length; j++) { // float32 products
      double mean = gradient[j] / targets;
      assertEquals(
          mean, expected[j], 1e-4 * Math.max(1e-2, Math.abs(mean)), spec.layout().describe(j));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tags", "texts", "series"})
  @DisplayName("learns, sequence after sequence or in segments of a stream")
  void learns(String task) {
    for (int segmentLength : new int[] {0, 7}) {
      TrainingOptions options =
          ONLINE.withMaxIter(10).withSegmentLength(segmentLength).withAveragingInterval(11);
      NetworkSpec spec = NetworkSpec.of(format(task), CELL);
      SequenceShare share = TinyTasks.share(format(task), sequences(task, 60));
      TrainingResult result =
          new LocalTrainer(spec, options, TinyTasks.GEMM).train(share, null, List.of());
      List<RoundEntry> rounds = result.history().rounds();
      double first = rounds.get(0).trainLoss();
      double last = rounds.get(rounds.size() - 1).trainLoss();
      assertTrue(last < 0.9 * first, task + ": " + first + " … " + last);
    }
  }

  @Test
  @DisplayName("rounds of one sequence each are the loop over steps, bit for bit")
  void equalsTheLoop() {
    NetworkSpec spec = NetworkSpec.of(TinyTasks.TAGS, CELL);
    List<Sequence> sequences = TinyTasks.tags(9, 3);
    TrainingOptions options =
        ONLINE.withMaxIter(1).withShuffle(false).withAveragingInterval(2).withSeed(4);
    float[] trained =
        new LocalTrainer(spec, options, TinyTasks.GEMM)
            .train(TinyTasks.share(TinyTasks.TAGS, sequences), null, List.of())
            .parameters();
    float[] parameters = spec.initialParameters(4);
    float[] step = new float[parameters.length];
    OptimizerState state = OptimizerState.zero(0, 0);
    OnlineNetwork network = new OnlineNetwork(spec);
    network.setParameters(parameters);
    SequenceShare share = TinyTasks.share(TinyTasks.TAGS, sequences);
    Minibatch batch = new Minibatch(TinyTasks.TAGS, 1, 100);
    for (int index = 0; index < sequences.size(); index++) {
      Batcher.plan(share, 1, 4, 0, 0, false).fill(index, batch);
      network.reset();
      for (int t = 0; t < batch.steps(); t++) {
        network.step(batch.features(), 2 * t);
        double[] gradient = new double[parameters.length];
        network.addGradient(batch.targetClasses()[t], gradient);
        for (int j = 0; j < step.length; j++) {
          step[j] = (float) gradient[j];
        }
        options.optimizer().create().step(parameters, step, state, 0.1);
      }
    }
    assertArrayEquals(TinyTasks.bits(parameters), TinyTasks.bits(trained));
  }

  @Test
  @DisplayName("is refused for other cells and for more than one sequence at a time")
  void refusals() {
    NetworkSpec lstm = NetworkSpec.of(TinyTasks.TAGS, "lstm", 6);
    String cell =
        assertThrows(
                IllegalArgumentException.class,
                () -> new LocalTrainer(lstm, ONLINE, TinyTasks.GEMM))
            .toString();
    assertTrue(cell.contains("lstm-1997"), cell);
    String batch =
        assertThrows(IllegalArgumentException.class, () -> ONLINE.withBatchSize(2)).toString();
    assertTrue(batch.contains("batchSize"), batch);
  }

  private static SequenceFormat format(String task) {
    return switch (task) {
      case "tags" -> TinyTasks.TAGS;
      case "texts" -> TinyTasks.TEXTS;
      default -> TinyTasks.SERIES;
    };
  }

  private static List<Sequence> sequences(String task, int count) {
    return switch (task) {
      case "tags" -> TinyTasks.tags(count, 2);
      case "texts" -> TinyTasks.texts(count, 2);
      default -> TinyTasks.series(count, 2);
    };
  }
}
