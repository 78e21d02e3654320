package org.keepgate.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.keepgate.sequence.Keyed;

@DisplayName("Optimizers: two steps from θ = 1 with gradients 0.5 and −0.25, calculated by hand")
class OptimizerHandValuesTest {
  private static final double ROUNDING = 2e-7;

  @Test
  @DisplayName("SGD, rate 0.1: 0.95, 0.975")
  void sgd() {
    assertSteps(OptimizerSpec.of(OptimizerKind.SGD), 0.1, 0.95, 0.975);
  }

  @Test
  @DisplayName("momentum 0.9, rate 0.1: v = 0.5, 0.2; θ = 0.95, 0.93")
  void momentum() {
    assertSteps(OptimizerSpec.of(OptimizerKind.MOMENTUM), 0.1, 0.95, 0.93);
  }

  @Test
  @DisplayName("Nesterov 0.9, rate 0.1: θ = 1 − 0.1 (0.5 + 0.45), then − 0.1 (−0.25 + 0.18)")
  void nesterov() {
    assertSteps(OptimizerSpec.of(OptimizerKind.NESTEROV), 0.1, 0.905, 0.912);
  }

  @Test
  @DisplayName("RMSProp 0.75, rate 0.1: n = 0.0625, 0.0625; θ = 0.8, 0.9")
  void rmsProp() {
    assertSteps(OptimizerSpec.of(OptimizerKind.RMSPROP).withDecay(0.75), 0.1, 0.8, 0.9);
  }

  @Test
  @DisplayName("AdaGrad, rate 0.1: s = 0.25, 0.3125; θ = 0.9, 0.9 + 0.025/√0.3125")
  void adaGrad() {
    assertSteps(OptimizerSpec.of(OptimizerKind.ADAGRAD), 0.1, 0.9, 0.9447213595);
  }

  @Test
  @DisplayName("Adam, rate 0.1: m̂ = 0.5, 0.02/0.19; v̂ = 0.25, 0.00031225/0.001999")
  void adam() {
    assertSteps(OptimizerSpec.of(OptimizerKind.ADAM), 0.1, 0.9, 0.8733662967);
  }

  @Test
  @DisplayName(
      "Graves's RMSProp has the paper's constants: first step −1e-4 · 0.5/√(0.0125 − 0.000625 +"
          + " 1e-4)")
  void graves() {
    OptimizerSpec spec = OptimizerSpec.of(OptimizerKind.RMSPROP_GRAVES);
    assertEquals(
        new OptimizerSpec(OptimizerKind.RMSPROP_GRAVES, 0.9, 0.95, 0, 0, 1e-4, 0, 0), spec);
    // second: n = 0.015, m = 0.01125, Δ = 0.9 (−4.569030e-4) + 1e-4 · 0.25/√(0.0148734375 + 0.0001)
    double first = -4.5690316e-4;
    double second = 0.9 * first + 0.25e-4 / Math.sqrt(0.0149734375);
    assertSteps(spec, 1e-4, 1 + first, 1 + first + second);
  }

  @Test
  @DisplayName("a large constant gradient, whose variance rounds below zero, gives a finite step")
  void gravesWithoutVariance() {
    Optimizer optimizer = OptimizerSpec.of(OptimizerKind.RMSPROP_GRAVES).create();
    OptimizerState state = OptimizerState.zero(3, 4);
    float[] parameters = new float[4];
    for (int t = 0; t < 2000; t++) {
      optimizer.step(parameters, new float[] {333.3f, 1e4f, 7777.7f, -54321.1f}, state, 1e-4);
    }
    for (float parameter : parameters) {
      assertTrue(Float.isFinite(parameter), "parameter " + parameter);
    }
  }

  @Test
  @DisplayName("constants out of bounds are refused by name")
  void refusesConstants() {
    OptimizerSpec adam = OptimizerSpec.of(OptimizerKind.ADAM);
    assertRefused("beta2 must be in [0, 1), got 1.0", () -> adam.withBetas(0.9, 1));
    assertRefused("epsilon must be in (0, 1), got 0.0", () -> adam.withEpsilon(0));
    assertRefused(
        "weightDecay must be at least 0 and finite, got NaN",
        () -> adam.withWeightDecay(Double.NaN));
    assertRefused("momentum must be in [0, 1), got -0.1", () -> adam.withMomentum(-0.1));
    assertRefused(
        "optimizer: expected one of sgd, momentum, nesterov, rmsprop, rmsprop-graves, adagrad, adam;"
            + " found 'adm'",
        () -> Keyed.of(OptimizerKind.class, "optimizer", "adm"));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static void assertSteps(OptimizerSpec spec, double rate, double... expected) {
    Optimizer optimizer = spec.create();
    OptimizerState state = OptimizerState.zero(optimizer.stateVectors(), 1);
    float[] parameters = {1};
    float[] gradients = {0.5f, -0.25f};
    for (int t = 0; t < 2; t++) {
      optimizer.step(parameters, new float[] {gradients[t]}, state, rate);
      assertEquals(expected[t], parameters[0], ROUNDING, "after step " + (t + 1));
    }
  }
}
