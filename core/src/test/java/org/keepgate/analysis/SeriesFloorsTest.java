package org.keepgate.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.analysis.SeriesFloors.Stretch;

@DisplayName("Floors of a forecast")
class SeriesFloorsTest {

  @Test
  @DisplayName("persistence and the seasonal rule err as computed by hand, for one and two steps")
  void naiveRulesMatchTheHand() {
    double[] series = {1, 5, 2, 9, 4, 4, 7};
    SeriesFloors one = floors(series, 4, 1);
    // 9→4, 4→4, 4→7
    assertEquals(Math.sqrt((25 + 0 + 9) / 3.0), one.persistence().value(), 1e-12);
    // three before: 5→4, 2→4, 9→7
    assertEquals(Math.sqrt((1 + 4 + 4) / 3.0), one.seasonal(3).value(), 1e-12);
    SeriesFloors two = floors(series, 4, 2);
    // 2→4, 9→4, 4→7
    assertEquals(Math.sqrt((4 + 25 + 9) / 3.0), two.persistence().value(), 1e-12);
    assertEquals("the value 3 steps before", two.seasonal(3).name());
    assertEquals("the value 2 steps before", two.seasonal(1).name());
  }

  @Test
  @DisplayName("a rule without history says the mean of the training targets")
  void fallsBackToTheMean() {
    double[] train = {2, 4, 6};
    double[] test = {10, 12};
    SeriesFloors floors =
        new SeriesFloors(List.of(new Stretch(train, 0, 3)), List.of(new Stretch(test, 0, 2)), 1);
    assertEquals(Math.sqrt((36 + 4) / 2.0), floors.persistence().value(), 1e-12);
    assertEquals(Math.sqrt((36 + 64) / 2.0), floors.seasonal(7).value(), 1e-12);
    assertEquals(Math.sqrt((36 + 64) / 2.0), floors.autoregression(2).value(), 1e-12);
  }

  @Test
  @DisplayName("autoregression recovers a linear recurrence exactly, over several series")
  void recoversALinearRecurrence() {
    double[] a = recurrence(3, 1, 40);
    double[] b = recurrence(-2, 5, 40);
    SeriesFloors floors =
        new SeriesFloors(
            List.of(new Stretch(a, 0, 40), new Stretch(b, 0, 20)),
            List.of(new Stretch(b, 20, 40)),
            1);
    assertTrue(floors.autoregression(2).value() < 1e-8, "" + floors.autoregression(2));
    assertTrue(floors.autoregression(1).value() > 0.1, "one lag cannot");
  }

  @Test
  @DisplayName("autoregression approaches the noise of a noisy recurrence")
  void approachesTheNoise() {
    Random random = new Random(4);
    double[] series = new double[6_000];
    for (int t = 2; t < series.length; t++) {
      series[t] = 50 + 1.2 * series[t - 1] - 0.5 * series[t - 2] + 3 * random.nextGaussian();
    }
    assertEquals(3, floors(series, 4_000, 1).autoregression(5).value(), 0.1);
  }

  @Test
  @DisplayName("autoregression takes constant and exactly periodic series")
  void takesDegenerateSeries() {
    double[] constant = new double[50];
    Arrays.fill(constant, 7);
    assertEquals(0, floors(constant, 30, 1).autoregression(5).value(), 1e-12);
    double[] periodic = new double[200];
    for (int t = 0; t < periodic.length; t++) {
      periodic[t] = t % 2 == 0 ? 1 : 4; // ten lags determine each other
    }
    assertEquals(0, floors(periodic, 150, 1).autoregression(10).value(), 1e-6);
  }

  @Test
  @DisplayName("refuses stretches outside of their series and parts without targets")
  void refusesBadArguments() {
    double[] series = {1, 2, 3};
    assertThrows(IllegalArgumentException.class, () -> new Stretch(series, 1, 4));
    assertThrows(IllegalArgumentException.class, () -> floors(series, 3, 1));
    assertThrows(IllegalArgumentException.class, () -> floors(series, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> floors(series, 1, 1).seasonal(0));
    assertThrows(IllegalArgumentException.class, () -> floors(series, 1, 1).autoregression(0));
  }

  private static SeriesFloors floors(double[] series, int firstTest, int horizon) {
    return new SeriesFloors(
        List.of(new Stretch(series, 0, firstTest)),
        List.of(new Stretch(series, firstTest, series.length)),
        horizon);
  }

  private static double[] recurrence(double first, double second, int length) {
    double[] series = new double[length];
    series[0] = first;
    series[1] = second;
    for (int t = 2; t < length; t++) {
      series[t] = 0.5 + 1.1 * series[t - 1] - 0.9 * series[t - 2];
    }
    return series;
  }
}
