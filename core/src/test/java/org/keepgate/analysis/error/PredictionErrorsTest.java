package org.keepgate.analysis.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.RandomStream;

@DisplayName("Errors of predicted classes and values")
class PredictionErrorsTest {

  @Test
  @DisplayName("are counted by class and predicted class, the most frequent mistake first")
  void confusion() {
    ConfusionMatrix one = new ConfusionMatrix(3);
    one.add(0, 0);
    one.add(2, 1);
    ConfusionMatrix other = new ConfusionMatrix(3);
    other.add(2, 1);
    other.add(1, 0);
    one.add(other);
    assertEquals(2, one.count(2, 1));
    assertEquals(2, one.targets(2));
    assertEquals(
        List.of(new ConfusionMatrix.Mistake(2, 1, 2), new ConfusionMatrix.Mistake(1, 0, 1)),
        one.mistakes(5));
    assertEquals(1, one.mistakes(1).size());
  }

  @Test
  @DisplayName("show by how much a classifier says more than it knows")
  void calibration() {
    Calibration calibration = new Calibration();
    for (int k = 0; k < 10; k++) {
      calibration.add(0.95, k < 7); // right in 7 of 10
    }
    Calibration more = new Calibration();
    for (int k = 0; k < 30; k++) {
      more.add(0.55, k < 18); // right in 18 of 30
    }
    calibration.add(more);
    assertEquals(0.7, calibration.accuracy(9));
    assertEquals(0.95, calibration.confidence(9), 1e-12);
    assertEquals(30, calibration.targets(5));
    assertEquals(0.25 * (0.95 - 0.7) + 0.75 * (0.6 - 0.55), calibration.expectedError(), 1e-12);
    assertTrue(Double.isNaN(calibration.accuracy(0)));
  }

  @Test
  @DisplayName("of the probability 1 belong to the last bin")
  void certain() {
    Calibration calibration = new Calibration();
    calibration.add(1, true);
    assertEquals(1, calibration.targets(Calibration.BINS - 1));
    assertEquals(0, calibration.expectedError());
  }

  @Test
  @DisplayName("of values have the mean and the spread that they were drawn with")
  void residuals() {
    RandomStream random = new RandomStream(5);
    Residuals residuals = new Residuals(10);
    int count = 20_000;
    for (int k = 0; k < count; k++) {
      double target = 2 * random.nextDouble() - 1;
      double error = 0.3 + 0.5 * random.nextGaussian() - 0.4 * target;
      residuals.add(target + error, target, k % 8);
    }
    double spread = Math.sqrt(0.25 + 0.16 / 3); // of a uniform target: 1/3
    assertEquals(3, residuals.bias(), 10 * 4 * spread / Math.sqrt(count));
    assertEquals(10 * Math.sqrt(spread * spread + 0.09), residuals.rmse(), 0.1);
    assertEquals(-0.4 / Math.sqrt(3) / spread, residuals.correlationWithTarget(), 0.02);
    assertEquals(1 - (spread * spread + 0.09) * 3, residuals.explained(), 0.05);
    long inBars = 0;
    for (int bar = 0; bar < Residuals.BARS; bar++) {
      inBars += residuals.bar(bar);
    }
    assertEquals(count, inBars);
    assertEquals(0, residuals.middle(Residuals.BARS / 2), 1e-12);
    assertEquals(4, residuals.positions()); // steps 1, 2–3, 4–7, 8
    assertEquals(count / 2, residuals.countAt(2));
    assertEquals(residuals.rmse(), residuals.rmseAt(2), 0.15);
  }

  @Test
  @DisplayName("are the same added in two parts")
  void joined() {
    Residuals whole = new Residuals(1);
    Residuals one = new Residuals(1);
    Residuals other = new Residuals(1);
    for (int k = 0; k < 50; k++) {
      whole.add(k * 0.01, 0.25, k);
      (k < 20 ? one : other).add(k * 0.01, 0.25, k);
    }
    one.add(other);
    assertEquals(whole.count(), one.count());
    assertEquals(whole.mae(), one.mae(), 1e-12);
    assertEquals(whole.rmseAt(4), one.rmseAt(4), 1e-12);
    assertEquals(whole.bar(16), one.bar(16));
  }
}
