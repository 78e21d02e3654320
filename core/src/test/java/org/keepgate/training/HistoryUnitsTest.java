package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.sequence.Standardizer;

@DisplayName("The history of a training with several targets")
class HistoryUnitsTest {

  @Test
  @DisplayName("has the validation's errors in the units of each, the loss as the network sees it")
  void severalTargets() {
    double[] scales = {8, 0.5};
    Standardizer units = Standardizer.of(new double[] {3, 0}, scales);
    SequenceShare share = TinyTasks.share(TinyTasks.SERIES, TinyTasks.series(6, 2));
    TrainingOptions options = TrainingOptions.defaults().withMaxIter(1);
    LocalTrainer trainer =
        new LocalTrainer(NetworkSpec.of(TinyTasks.SERIES, "lstm", 4), options, TinyTasks.GEMM);
    TrainingResult result =
        trainer.resume(
            trainer.start(), share, share, List.of(), new TrainingControls(null, 0, units));
    Map<String, Double> validation = result.history().rounds().get(0).validation();
    MetricSums sums = Objects.requireNonNull(result.validation());
    double[] squares = Objects.requireNonNull(sums.squaredError());
    long[] counts = Objects.requireNonNull(sums.valueCount());
    double sum = 0;
    for (int k = 0; k < scales.length; k++) {
      sum += scales[k] * scales[k] * squares[k];
    }
    assertEquals(
        Math.sqrt(sum / (counts[0] + counts[1])), validation.getOrDefault("rmse", 0.0), 1e-12);
    assertEquals(sums.meanLoss(), validation.getOrDefault("loss", 0.0));
    assertEquals(
        8 * Math.sqrt(squares[0] / counts[0]), Evaluation.inUnits(sums, units).rmse(0), 1e-12);
    assertEquals(Math.sqrt(squares[1] / counts[1]), Evaluation.inUnits(sums, null).rmse(1), 1e-12);
  }
}
