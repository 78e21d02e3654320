package org.keepgate.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.Optimizer;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;

@DisplayName("BMUF-Adam: averaged moments, taken on by the steps of block momentum")
class MomentCorrectionTest {
  private static final OptimizerSpec ADAM =
      OptimizerSpec.of(OptimizerKind.ADAM).withBetas(0.9, 0.99);

  @Test
  @DisplayName(
      "where all gradients of a round are alike, they are the moments of so many steps more")
  void stepsMore() {
    float[] gradient = {0.3f, -2, 1e-4f};
    OptimizerState before = steps(OptimizerState.zero(2, 3), 11, 0.7f, -0.1f, 3f);
    OptimizerState own = steps(before, 5, gradient);
    WorkerMean mean =
        new WorkerMean(new float[3], own.vectors(), own.step(), WorkerOptimizers.none());
    OptimizerState corrected = new MomentCorrection(0.9, 0.99).corrected(before, mean, 7);
    OptimizerState expected = steps(before, 12, gradient);
    assertEquals(23, corrected.step());
    assertArrayEquals(expected.vectors()[0], corrected.vectors()[0], 1e-6f);
    assertArrayEquals(expected.vectors()[1], corrected.vectors()[1], 1e-6f);
  }

  @Test
  @DisplayName("fewer steps than the workers made take them back, and no square becomes negative")
  void stepsLess() {
    float[] gradient = {0.3f, 0, 1e-4f};
    OptimizerState before = steps(OptimizerState.zero(2, 3), 3, 0.7f, -1e-20f, 3f);
    OptimizerState own = steps(before, 10, gradient);
    WorkerMean mean =
        new WorkerMean(new float[3], own.vectors(), own.step(), WorkerOptimizers.none());
    OptimizerState corrected = new MomentCorrection(0.9, 0.99).corrected(before, mean, -4);
    OptimizerState expected = steps(before, 6, gradient);
    assertEquals(9, corrected.step());
    assertArrayEquals(expected.vectors()[0], corrected.vectors()[0], 1e-6f);
    assertArrayEquals(expected.vectors()[1], corrected.vectors()[1], 1e-6f);
    assertTrue(corrected.vectors()[1][1] >= 0);
  }

  @Test
  @DisplayName(
      "the steps that momentum stands for add up: ρ = η ρ' + ζ τ; Nesterov adds η ρ of them")
  void virtualSteps() {
    AveragingSpec nesterov =
        AveragingSpec.of(AveragingKind.BLOCK_MOMENTUM_NESTEROV, 2)
            .withBlockWarmupEpochs(0)
            .withOptimizerState(OptimizerStatePolicy.BMUF_ADAM);
    GlobalModel first = round(nesterov, model(), 8);
    assertEquals(8, first.averaging().virtualSteps());
    assertEquals(8 + 4, first.optimizer().step()); // η ρ = 8/2
    GlobalModel second = round(nesterov, first, 8);
    assertEquals(12, second.averaging().virtualSteps()); // 8/2 + 8
    assertEquals(12 + 8 + 6, second.optimizer().step());
    AveragingSpec classical =
        AveragingSpec.of(AveragingKind.BLOCK_MOMENTUM, 2)
            .withBlockWarmupEpochs(0)
            .withOptimizerState(OptimizerStatePolicy.BMUF_ADAM);
    GlobalModel third = round(classical, round(classical, model(), 8), 8);
    assertEquals(8 + 8 + 4, third.optimizer().step()); // η ρ' = 8/2, of the round before
  }

  @Test
  @DisplayName(
      "without momentum nothing is corrected; other optimizers and plain averages are refused")
  void refusals() {
    AveragingSpec still =
        AveragingSpec.of(AveragingKind.BLOCK_MOMENTUM, 1)
            .withOptimizerState(OptimizerStatePolicy.BMUF_ADAM);
    assertEquals(8, round(still, model(), 8).optimizer().step());
    assertThrows(
        IllegalArgumentException.class,
        () -> still.requireFits(OptimizerSpec.of(OptimizerKind.RMSPROP)));
    AveragingSpec plain = AveragingSpec.plain();
    assertThrows(
        IllegalArgumentException.class,
        () -> plain.withOptimizerState(OptimizerStatePolicy.BMUF_ADAM));
  }

  private static GlobalModel model() {
    return new GlobalModel(new float[1], OptimizerState.zero(2, 1), AveragingState.none());
  }

  private static GlobalModel round(AveragingSpec spec, GlobalModel before, int steps) {
    OptimizerState own = steps(before.optimizer(), steps, 0.5f);
    WorkerMean mean =
        new WorkerMean(new float[1], own.vectors(), own.step(), WorkerOptimizers.none());
    return spec.create(ADAM, GradientClipping.none()).next(before, mean, new RoundPace(0, 0.1));
  }

  /** The state after so many steps of Adam on the same gradient. */
  private static OptimizerState steps(OptimizerState before, int steps, float... gradient) {
    Optimizer adam = ADAM.create();
    OptimizerState state = before.copy();
    for (int step = 0; step < steps; step++) {
      adam.step(new float[gradient.length], gradient, state, 0.01);
    }
    return state;
  }
}
