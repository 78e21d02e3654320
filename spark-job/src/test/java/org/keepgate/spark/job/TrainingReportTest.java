package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.sequence.TargetKind;

@DisplayName("The report's figures: of the whole, and of several targets those of each")
class TrainingReportTest {
  private static final float NONE = Float.NaN;

  /** Three targets, the last of which is never there. */
  private static Evaluation judged() {
    MetricSums sums = new MetricSums(TargetKind.VALUES, 3);
    sums.addValues(new float[] {1, 5, NONE}, new float[] {3, 5, 0}, 3, 1);
    sums.addValues(new float[] {1, NONE, NONE}, new float[] {3, 5, 0}, 3, 1);
    return Evaluation.of(sums, 10, 1, 1);
  }

  @Test
  @DisplayName("outputs without a name have their number; one without values is left out")
  void withoutNames() {
    Evaluation judged = judged();
    assertEquals(
        Map.of(
            "loss",
            1.0,
            "rmse",
            judged.rmse(),
            "mae",
            judged.mae(),
            "rmse of 0",
            20.0,
            "rmse of 1",
            0.0),
        TrainingReport.figures(judged, List.of()));
  }

  @Test
  @DisplayName("outputs with names have those")
  void withNames() {
    Map<String, Double> figures = TrainingReport.figures(judged(), List.of("births", "b", "c"));
    assertEquals(20, figures.get("rmse of births"));
    assertEquals(
        List.of("loss", "rmse", "mae", "rmse of births", "rmse of b"),
        List.copyOf(figures.keySet()));
  }
}
