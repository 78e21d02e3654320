package org.keepgate.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Learning rate schedules")
class ScheduleSpecTest {
  private static final double EXACT = 1e-15;

  @Test
  @DisplayName("constant and plateau stay at the step size")
  void constant() {
    for (ScheduleKind kind : new ScheduleKind[] {ScheduleKind.CONSTANT, ScheduleKind.PLATEAU}) {
      LearningRateSchedule schedule = ScheduleSpec.of(kind, 0.3).create(10);
      assertEquals(0.3, schedule.rate(0));
      assertEquals(0.3, schedule.rate(9.99));
    }
  }

  @Test
  @DisplayName("step falls by the factor exactly at each interval's end")
  void step() {
    LearningRateSchedule schedule =
        ScheduleSpec.of(ScheduleKind.STEP, 0.8).withFactor(0.5).withIntervalEpochs(2).create(10);
    assertEquals(0.8, schedule.rate(0));
    assertEquals(0.8, schedule.rate(1.999));
    assertEquals(0.4, schedule.rate(2));
    assertEquals(0.1, schedule.rate(6.5));
  }

  @Test
  @DisplayName("exponential falls by the factor over each interval, smoothly")
  void exponential() {
    LearningRateSchedule schedule =
        ScheduleSpec.of(ScheduleKind.EXPONENTIAL, 0.8)
            .withFactor(0.25)
            .withIntervalEpochs(2)
            .create(10);
    assertEquals(0.8, schedule.rate(0));
    assertEquals(0.4, schedule.rate(1), EXACT);
    assertEquals(0.2, schedule.rate(2), EXACT);
    assertEquals(0.1, schedule.rate(3), EXACT);
  }

  @Test
  @DisplayName(
      "cosine begins at the step size, is half way in the middle, ends at the smallest rate and"
          + " stays")
  void cosine() {
    LearningRateSchedule schedule =
        ScheduleSpec.of(ScheduleKind.COSINE, 0.8).withMinimumFactor(0.25).create(10);
    assertEquals(0.8, schedule.rate(0), EXACT);
    assertEquals(0.5, schedule.rate(5), EXACT);
    assertEquals(0.2 + 0.6 * 0.5 * (1 + Math.sqrt(0.5)), schedule.rate(2.5), EXACT);
    assertEquals(0.2, schedule.rate(10), EXACT);
    assertEquals(0.2, schedule.rate(12), EXACT);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("warm-up rises from a hundredth of the first rate to it, then the kind begins")
  void warmUp(ScheduleKind kind) {
    ScheduleSpec spec = ScheduleSpec.of(kind, 0.8);
    LearningRateSchedule warm = spec.withWarmupEpochs(2).create(12);
    LearningRateSchedule cold = spec.create(10);
    assertEquals(0.008, warm.rate(0), EXACT);
    assertEquals(0.404, warm.rate(1), EXACT);
    assertEquals(0.8, warm.rate(2), EXACT);
    for (double epochs : new double[] {0.5, 1, 3.25, 9, 10}) {
      assertEquals(cold.rate(epochs), warm.rate(2 + epochs), EXACT);
    }
  }

  @Test
  @DisplayName("a training shorter than its warm-up never gets a rate that is not a number")
  void shorterThanWarmUp() {
    LearningRateSchedule schedule =
        ScheduleSpec.of(ScheduleKind.COSINE, 0.8).withWarmupEpochs(5).create(3);
    assertEquals(0.008 + 0.792 * 0.6, schedule.rate(3), EXACT);
    assertEquals(0.8, schedule.rate(5), EXACT);
  }

  @Test
  @DisplayName("constants out of bounds are refused by name")
  void refusesConstants() {
    ScheduleSpec spec = ScheduleSpec.of(ScheduleKind.STEP, 0.1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> spec.withStepSize(Double.NaN))
            .getMessage();
    assertEquals("stepSize must be positive, got NaN", message);
    assertThrows(IllegalArgumentException.class, () -> spec.withFactor(1.5));
    assertThrows(IllegalArgumentException.class, () -> spec.withIntervalEpochs(0));
    assertThrows(IllegalArgumentException.class, () -> spec.withMinimumFactor(-0.1));
    assertThrows(IllegalArgumentException.class, () -> spec.withPatience(0));
  }
}
