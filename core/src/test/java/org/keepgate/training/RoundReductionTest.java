package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.averaging.WorkerMean;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.RandomStream;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.TargetKind;

@DisplayName("Reduction of a round's outcomes")
class RoundReductionTest {
  private static final TrainingOptions OPTIONS = // of one state vector
      TrainingOptions.defaults().withOptimizer(OptimizerSpec.of(OptimizerKind.MOMENTUM));

  @Test
  @DisplayName("parameters, optimizer state and its step are weighted by work; metrics are summed")
  void weightedByWork() {
    RoundReduction reduction = reduction(2, OptimizerStatePolicy.AVERAGE);
    reduction.add(outcome(0, 1, 4, new float[] {1, 2}, new float[] {10, 0}, null));
    reduction.add(outcome(1, 3, 9, new float[] {5, -2}, new float[] {2, 4}, null));
    AveragedRound round = reduction.finish();
    assertArrayEquals(new float[] {4, -1}, round.mean().values());
    assertArrayEquals(new float[] {4, 3}, round.mean().moments()[0]);
    assertEquals(7.75, round.mean().steps()); // (1·4 + 3·9) / 4
    assertEquals(2, round.metrics().targetCount());
    assertEquals(1.0, round.metrics().lossSum());
    assertArrayEquals(new float[][] {{0}, {1}}, round.carriedByWorker());
    assertEquals(20, round.minibatches());
    assertEquals(5.0, round.gradientNormSum());
  }

  @Test
  @DisplayName("diagnostics: drift from the mean, losses by work, skew, seconds and bytes")
  void diagnostics() {
    RoundReduction reduction = reduction(3, OptimizerStatePolicy.AVERAGE); // all start at (9, 9)
    reduction.add(outcome(0, 1, 4, new float[] {10, 9}, new float[] {10, 0}, null));
    reduction.add(outcome(1, 3, 9, new float[] {10, 13}, new float[] {2, 4}, null));
    reduction.add(outcome(2, 0, 0, new float[0], new float[0], null));
    RoundDiagnostics found = reduction.finish().diagnostics();
    // mean (10, 12): moved √(1 + 9); distances 3 and 1, weighted √((9 + 3 · 1)/4)
    assertEquals(Math.sqrt(10), found.displacement(), 1e-12);
    assertEquals(Math.sqrt(3.0 / 10), found.drift(), 1e-12);
    assertEquals(Math.sqrt(3.0 / 10), found.driftByView().getOrDefault("head.bias", -1.0), 1e-12);
    assertEquals(4, found.lossAtStart());
    assertEquals((1 * 1 + 3 * 3) / 4.0, found.lossAtEnd());
    assertEquals(3 / (4.0 / 3) - 1, found.skew(), 1e-12);
    assertEquals(2, found.computeSeconds());
    assertEquals(3, found.slowestSeconds());
    assertTrue(found.reduceSeconds() > 0 && found.reduceSeconds() < 1);
    assertEquals(4 * (2 + 2 + 1 + 2 + 2 + 1 + 1), found.bytesIn());
  }

  @Test
  @DisplayName("one worker's parameters and optimizer state come out with its own bits")
  void oneWorkerKeepsItsBits() {
    RandomStream random = new RandomStream(1);
    float[] parameters = new float[4096];
    float[] vector = new float[4096];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] =
          (float) (random.nextGaussian() * StrictMath.pow(2, random.nextInt(200) - 120));
      vector[i] = (float) (random.nextGaussian() * StrictMath.pow(2, random.nextInt(200) - 120));
    }
    RoundReduction reduction = reduction(3, OptimizerStatePolicy.AVERAGE);
    reduction.add(outcome(0, 0, 0, new float[0], new float[0], null));
    reduction.add(outcome(1, 123_457, 77, parameters, vector, null));
    reduction.add(outcome(2, 0, 0, new float[0], new float[0], null));
    AveragedRound round = reduction.finish();
    assertArrayEquals(TinyTasks.bits(parameters), TinyTasks.bits(values(round)));
    assertArrayEquals(TinyTasks.bits(vector), TinyTasks.bits(round.mean().moments()[0]));
    assertEquals(77, round.mean().steps());
  }

  @Test
  @DisplayName("states that are reset are not looked at; those of their own are kept, each")
  void othersThanAverages() {
    RoundReduction reset = reduction(1, OptimizerStatePolicy.RESET);
    reset.add(outcome(0, 1, 0, new float[] {1, 2}, new float[0], null));
    assertEquals(0, reset.finish().mean().moments().length);
    RoundReduction kept = reduction(2, OptimizerStatePolicy.PER_WORKER);
    WorkerOutcome worked = outcome(0, 1, 4, new float[] {1, 2}, new float[] {10, 1}, null);
    WorkerOutcome idle = outcome(1, 0, 0, new float[0], new float[0], null);
    OptimizerState before = OptimizerState.zero(2, 2);
    assertSame(worked.optimizer(), worked.keeping(before).optimizer());
    assertSame(before, idle.keeping(before).optimizer());
    kept.add(worked.withoutOptimizer());
    kept.add(idle);
    WorkerOptimizers own = WorkerOptimizers.here(List.of(worked.optimizer(), before));
    WorkerMean mean = kept.finish(own).mean();
    assertEquals(0, mean.moments().length);
    assertSame(own, mean.optimizers());
  }

  @Test
  @DisplayName("if nobody worked, there is no mean")
  void nobodyWorked() {
    RoundReduction reduction = reduction(1, OptimizerStatePolicy.AVERAGE);
    reduction.add(outcome(0, 0, 0, new float[0], new float[0], null));
    assertNull(reduction.finish().mean().values());
  }

  @Test
  @DisplayName("the first divergence is kept, and nothing is averaged with it")
  void divergence() {
    Divergence nan = new Divergence(0, 1, 2, 0, 1, Double.NaN, Double.NaN, "head.bias[0]", "");
    RoundReduction reduction = reduction(3, OptimizerStatePolicy.AVERAGE);
    reduction.add(outcome(0, 1, 1, new float[] {1, 2}, new float[] {1, 1}, null));
    reduction.add(outcome(1, 1, 1, new float[] {Float.NaN, 2}, new float[] {1, 1}, nan));
    reduction.add(outcome(2, 1, 1, new float[] {1, 2}, new float[] {1, 1}, null));
    AveragedRound round = reduction.finish();
    assertEquals(nan, round.divergence());
    assertNull(round.mean().values());
    RoundReduction first = reduction(1, OptimizerStatePolicy.AVERAGE);
    first.add(outcome(0, 1, 1, new float[] {Float.NaN, 2}, new float[] {1, 1}, nan));
    assertNotNull(first.finish().divergence());
  }

  @Test
  @DisplayName("workers out of order, missing, or too many are refused")
  void orderOfWorkers() {
    RoundReduction reduction = reduction(2, OptimizerStatePolicy.AVERAGE);
    WorkerOutcome second = outcome(1, 1, 1, new float[] {1, 2}, new float[] {1, 1}, null);
    assertThrows(IllegalStateException.class, () -> reduction.add(second));
    reduction.add(outcome(0, 1, 1, new float[] {1, 2}, new float[] {1, 1}, null));
    assertThrows(IllegalStateException.class, reduction::finish);
    reduction.add(second);
    assertThrows(
        IllegalStateException.class,
        () -> reduction.add(outcome(2, 1, 1, new float[] {1, 2}, new float[] {1, 1}, null)));
  }

  @Test
  @DisplayName("a worker that computes with other arithmetic is refused by its number")
  void mixedArithmetic() {
    RoundReduction reduction = reduction(2, OptimizerStatePolicy.AVERAGE);
    reduction.add(outcome(0, 1, 1, new float[] {1, 2}, new float[] {1, 1}, null));
    InputException thrown =
        assertThrows(InputException.class, () -> reduction.add(otherArithmetic(1)));
    assertEquals(
        "worker 2 of 2 computes with [other], the workers before it with [same]: the same seed would not"
            + " give the same bits. Use the same matrix provider, CPU type and Java on all"
            + " machines, or allow mixed arithmetic (spark.keepgate.allowMixedArithmetic)",
        thrown.getMessage());
  }

  @Test
  @DisplayName("if allowed, other arithmetic is averaged like any, and each is named once")
  void mixedArithmeticAllowed() {
    RoundReduction reduction = reduction(OPTIONS.withNumWorkers(3), true);
    reduction.add(outcome(0, 1, 1, new float[] {3, 6}, new float[] {1, 1}, null));
    reduction.add(otherArithmetic(1));
    reduction.add(otherArithmetic(2));
    AveragedRound round = reduction.finish();
    assertEquals("same | other", round.fingerprint());
    assertArrayEquals(new float[] {1, 2}, round.mean().values());
  }

  private static WorkerOutcome otherArithmetic(int worker) {
    return new WorkerOutcome(
        worker,
        1,
        new float[] {0, 0},
        new OptimizerState(1, new float[][] {{1, 1}}),
        new MetricSums(TargetKind.CLASS, 2),
        new float[0],
        1,
        1,
        new LossSpan(1, 1),
        1,
        "other",
        new Divergence[0],
        null);
  }

  private static RoundReduction reduction(int workers, OptimizerStatePolicy policy) {
    return reduction(OPTIONS.withNumWorkers(workers).withOptimizerState(policy), false);
  }

  private static RoundReduction reduction(TrainingOptions options, boolean allowsMixed) {
    TrainingState state = TrainingState.start(new float[] {9, 9}, options);
    return new RoundReduction(options, state, layout(2), allowsMixed);
  }

  /** One vector of so many parameters. */
  static ParameterLayout layout(int size) {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.scope("head").vector("bias", size);
    return builder.build();
  }

  private static float[] values(AveragedRound round) {
    return Objects.requireNonNull(round.mean().values());
  }

  private static WorkerOutcome outcome(
      int worker,
      double work,
      long step,
      float[] parameters,
      float[] vector,
      @Nullable Divergence divergence) {
    MetricSums metrics = new MetricSums(TargetKind.CLASS, 2);
    metrics.addClass(0, 0, 0.5);
    return new WorkerOutcome(
        worker,
        work,
        parameters,
        new OptimizerState(step, new float[][] {vector}),
        metrics,
        new float[] {worker},
        10,
        2.5,
        new LossSpan(4, work),
        (1 + worker) * 1_000_000_000L,
        "same",
        new Divergence[0],
        divergence);
  }
}
