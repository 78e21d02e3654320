package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.averaging.WeightedAverage;
import org.keepgate.averaging.WorkerDrift;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.RandomStream;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.sequence.TargetKind;

@DisplayName("A round put together from slices has the bits of one that was collected")
class SlicedReductionTest {
  private static final int SIZE = 48;
  private static final ParameterLayout LAYOUT = layout();
  private static final int[] CUTS = {0, 5, 17, SIZE};

  @Test
  @DisplayName("parameters, averaged moments, steps, metrics, carried state and diagnostics")
  void averaged() {
    assertSameBits(AveragingSpec.plain(), 2);
  }

  @Test
  @DisplayName("moments that are reset: only parameters come in slices")
  void reset() {
    assertSameBits(AveragingSpec.plain().withOptimizerState(OptimizerStatePolicy.RESET), 0);
  }

  @Test
  @DisplayName("gradients, weighted by their losses")
  void gradients() {
    assertSameBits(AveragingSpec.of(AveragingKind.GRADIENTS, 4), 0);
  }

  private static void assertSameBits(AveragingSpec averaging, int moments) {
    TrainingOptions options =
        TrainingOptions.defaults().withNumWorkers(4).withAveraging(averaging); // Adam
    TrainingState state = TrainingState.start(vector(99), options);
    List<WorkerOutcome> outcomes = new ArrayList<>();
    for (int worker = 0; worker < 4; worker++) { // the second has nothing to do
      outcomes.add(outcome(worker, worker == 1 ? 0 : 3 + 7.0 * worker, moments, null));
    }
    RoundReduction collected = new RoundReduction(options, state, LAYOUT, false);
    outcomes.forEach(collected::add);
    AveragedRound expected = collected.finish();
    AveragedRound found = sliced(options, state, outcomes).finish(WorkerOptimizers.none());

    assertArrayEquals(TinyTasks.bits(values(expected)), TinyTasks.bits(values(found)));
    assertEquals(moments, found.mean().moments().length);
    for (int i = 0; i < moments; i++) {
      assertArrayEquals(
          TinyTasks.bits(expected.mean().moments()[i]), TinyTasks.bits(found.mean().moments()[i]));
    }
    assertEquals(expected.mean().steps(), found.mean().steps());
    assertEquals(expected.metrics().lossSum(), found.metrics().lossSum());
    assertEquals(expected.gradientNormSum(), found.gradientNormSum());
    assertEquals(expected.minibatches(), found.minibatches());
    assertEquals(expected.fingerprint(), found.fingerprint());
    assertArrayEquals(expected.carriedByWorker(), found.carriedByWorker());
    RoundDiagnostics diagnostics = found.diagnostics();
    assertEquals(expected.diagnostics().drift(), diagnostics.drift());
    assertEquals(expected.diagnostics().displacement(), diagnostics.displacement());
    assertEquals(expected.diagnostics().driftByView(), diagnostics.driftByView());
    assertEquals(expected.diagnostics().lossAtEnd(), diagnostics.lossAtEnd());
    assertEquals(expected.diagnostics().skew(), diagnostics.skew());
    assertEquals(4L * ((1 + moments) * SIZE + 4), diagnostics.bytesIn(), "one model and 4 carried");
  }

  @Test
  @DisplayName("a divergence is handed on, and no mean with it")
  void divergence() {
    TrainingOptions options = TrainingOptions.defaults().withNumWorkers(2);
    TrainingState state = TrainingState.start(vector(99), options);
    Divergence nan = new Divergence(0, 1, 2, 0, 1, Double.NaN, Double.NaN, "a.bias[0]", "");
    List<WorkerOutcome> outcomes = List.of(outcome(0, 1, 2, null), outcome(1, 1, 2, nan));
    AveragedRound found = sliced(options, state, outcomes).finish(WorkerOptimizers.none());
    assertNotNull(found.divergence());
    assertNull(found.mean().values());
  }

  @Test
  @DisplayName("a round whose pieces are not all there, or whose workers are not, is refused")
  void missing() {
    TrainingOptions options = TrainingOptions.defaults().withNumWorkers(2);
    TrainingState state = TrainingState.start(vector(99), options);
    WorkerDrift drift = RoundReduction.drift(options.averaging(), state.parameters(), LAYOUT);
    SlicedReduction reduction = new SlicedReduction(options, state, LAYOUT, false);
    reduction.add(WorkerReport.of(outcome(0, 1, 2, null), drift));
    reduction.put(0, 0, new float[5]);
    assertThrows(IllegalStateException.class, () -> reduction.finish(WorkerOptimizers.none()));
    reduction.add(WorkerReport.of(outcome(1, 1, 2, null), drift));
    assertEquals(
        "means of 5 values in pieces, expected 3 times 48",
        Objects.requireNonNull(
                assertThrows(
                    IllegalStateException.class, () -> reduction.finish(WorkerOptimizers.none())))
            .getMessage());
  }

  /** Every piece summed by itself, the last first. */
  private static SlicedReduction sliced(
      TrainingOptions options, TrainingState state, List<WorkerOutcome> outcomes) {
    SlicedReduction reduction = new SlicedReduction(options, state, LAYOUT, false);
    WorkerDrift drift = RoundReduction.drift(options.averaging(), state.parameters(), LAYOUT);
    outcomes.forEach(outcome -> reduction.add(WorkerReport.of(outcome, drift)));
    int vectors = 1 + outcomes.get(0).optimizer().vectors().length;
    for (int vector = vectors - 1; vector >= 0; vector--) {
      for (int cut = CUTS.length - 2; cut >= 0; cut--) {
        WeightedAverage average = new WeightedAverage();
        for (WorkerOutcome outcome : outcomes) {
          if (outcome.work() > 0 && outcome.divergence() == null) {
            double weight = vector == 0 ? outcome.weight(options.averaging()) : outcome.work();
            float[] whole =
                vector == 0 ? outcome.parameters() : outcome.optimizer().vectors()[vector - 1];
            average.add(weight, Arrays.copyOfRange(whole, CUTS[cut], CUTS[cut + 1]));
          }
        }
        reduction.put(vector, CUTS[cut], Objects.requireNonNull(average.mean()));
      }
    }
    return reduction;
  }

  private static WorkerOutcome outcome(
      int worker, double work, int moments, @Nullable Divergence divergence) {
    MetricSums metrics = new MetricSums(TargetKind.CLASS, 2);
    metrics.addClass(0, 0, 0.5 + worker);
    float[][] vectors = new float[moments][];
    Arrays.setAll(vectors, i -> vector(10L * worker + i + 1));
    return new WorkerOutcome(
        worker,
        work,
        vector(10L * worker),
        new OptimizerState(4L * worker, vectors),
        metrics,
        new float[] {worker},
        10,
        0.1 * worker,
        new LossSpan(4, work),
        (1 + worker) * 1_000_000_000L,
        "same",
        new Divergence[0],
        divergence);
  }

  private static ParameterLayout layout() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.scope("a").vector("bias", 5);
    builder.scope("b").matrix("matrix", 10, 3);
    return builder.build();
  }

  private static float[] vector(long seed) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] values(AveragedRound round) {
    return Objects.requireNonNull(round.mean().values());
  }
}
