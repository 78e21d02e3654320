package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.TargetKind;

@DisplayName("Reduction of a round: workers of one arithmetic")
class MixedArithmeticTest {
  private static final TrainingOptions OPTIONS = TrainingOptions.defaults().withNumWorkers(2);
  private static final ParameterLayout LAYOUT = RoundReductionTest.layout(1);
  private static final TrainingState START = TrainingState.start(new float[] {0}, OPTIONS);

  @Test
  @DisplayName("a worker of another arithmetic is refused by name")
  void mixed() {
    RoundReduction reduction = new RoundReduction(OPTIONS, START, LAYOUT, false);
    reduction.add(outcome(0, 1, 1, "onednn 3.11"));
    InputException refused =
        assertThrows(
            InputException.class, () -> reduction.add(outcome(1, 1, 1, "openblas 0.3.31")));
    assertEquals(
        "worker 2 of 2 computes with [openblas 0.3.31], the workers before it with [onednn 3.11]: the"
            + " same seed would not give the same bits. Use the same matrix provider, CPU type and"
            + " Java on all machines, or allow mixed arithmetic"
            + " (spark.keepgate.allowMixedArithmetic)",
        refused.getMessage());
  }

  @Test
  @DisplayName("if allowed, it is averaged like any other, and both are named")
  void mixedAllowed() {
    RoundReduction reduction = new RoundReduction(OPTIONS, START, LAYOUT, true);
    reduction.add(outcome(0, 1, 8, "onednn 3.11"));
    reduction.add(outcome(1, 3, 4, "openblas 0.3.31"));
    AveragedRound round = reduction.finish();
    assertEquals("onednn 3.11 | openblas 0.3.31", round.fingerprint());
    assertArrayEquals(new float[] {5}, round.mean().values());
  }

  @Test
  @DisplayName("a worker out of its turn, or missing, is refused")
  void order() {
    RoundReduction reduction = new RoundReduction(OPTIONS, START, LAYOUT, false);
    assertThrows(IllegalStateException.class, () -> reduction.add(outcome(1, 1, 1, "a")));
    reduction.add(outcome(0, 1, 1, "a"));
    assertThrows(IllegalStateException.class, reduction::finish);
  }

  private static WorkerOutcome outcome(
      int worker, double work, float parameter, String fingerprint) {
    return new WorkerOutcome(
        worker,
        work,
        new float[] {parameter},
        OptimizerState.zero(2, 1),
        new MetricSums(TargetKind.CLASS, 2),
        new float[0],
        1,
        1,
        new LossSpan(1, 1),
        1,
        fingerprint,
        new Divergence[0],
        null);
  }
}
