package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.Standardizer;
import org.keepgate.training.Regime;
import org.keepgate.training.TrainingOptions;

@DisplayName("What is said before and during a training")
class TargetUnitsTest {
  private static final Map<String, Double> STANDARDIZED =
      Map.of("loss", 0.5, "rmse", 0.5, "mae", 0.25, "negativeLogLikelihood", -1.0);

  @Test
  @DisplayName("figures of one target are brought to units of the data, the loss is not")
  void oneTarget() {
    Standardizer units = Standardizer.of(new double[] {3}, new double[] {8});
    assertEquals(
        Map.of("loss", 0.5, "rmse", 4.0, "mae", 2.0, "negativeLogLikelihood", Math.log(8) - 1),
        TargetUnits.ofData(STANDARDIZED, units));
    assertEquals(STANDARDIZED, TargetUnits.ofData(STANDARDIZED, null));
  }

  @Test
  @DisplayName("errors of several targets have no unit of the data, their likelihood has")
  void severalTargets() {
    Standardizer units = Standardizer.of(new double[] {3, 0}, new double[] {8, 1});
    assertEquals(
        Map.of("loss", 0.5, "negativeLogLikelihood", Math.log(8) - 1),
        TargetUnits.ofData(STANDARDIZED, units));
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
