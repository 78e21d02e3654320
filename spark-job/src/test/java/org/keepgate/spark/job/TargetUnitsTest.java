package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.Standardizer;
import org.keepgate.training.Regime;
import org.keepgate.training.TrainingOptions;

@DisplayName("What is said before and during a training")
class TargetUnitsTest {
  private static final Standardizer ONE = Standardizer.of(new double[] {3}, new double[] {8});
  private static final Standardizer TWO =
      Standardizer.of(new double[] {3, 0}, new double[] {8, 0.5});

  @Test
  @DisplayName("a mean square has a root in units of the data where there is one target")
  void rootOfSquares() {
    assertEquals(4, TargetUnits.rootOfSquares(0.25, ONE));
    assertEquals(Double.NaN, TargetUnits.rootOfSquares(0.25, TWO));
    assertEquals(Double.NaN, TargetUnits.rootOfSquares(0.25, null));
  }

  @Test
  @DisplayName("a likelihood is that of all targets together")
  void logScale() {
    assertEquals(Math.log(8), TargetUnits.logScale(ONE), 1e-15);
    assertEquals(Math.log(4), TargetUnits.logScale(TWO), 1e-15);
    assertEquals(0, TargetUnits.logScale(null));
  }

  @Test
  @DisplayName("the plan names the regime: online has no backpropagation through time")
  void regime() {
    TrainingOptions options = TrainingOptions.defaults().withBatchSize(1).withSegmentLength(7);
    assertEquals(
        "adam, step size 0.002 (constant), batches of 1, truncated BPTT of 7 steps;"
            + " 10 epochs, averaged once an epoch",
        TrainingPlan.optimizer(options));
    assertEquals(
        "adam, step size 0.002 (constant), batches of 1, online, a step at every target;"
            + " 10 epochs, averaged once an epoch",
        TrainingPlan.optimizer(options.withRegime(Regime.ONLINE)));
  }
}
