package org.keepgate.spark.job;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.trainer.Portion;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.Settings;

/**
 * Tasks that predict densities: judged by the negative log-likelihood, in units of the data,
 * against one normal distribution.
 */
interface LikelihoodWorkload extends Workload {

  /**
   * Mean loss of standardized targets under the normal distribution of the training part; NaN where
   * they lie on a line, so that there is none.
   */
  double normalLoss(TrainingData data, Portion heldOut);

  @Override
  default String metric() {
    return "negativeLogLikelihood";
  }

  @Override
  default boolean lowerIsBetter() {
    return true;
  }

  @Override
  default double measureOfLoss(double meanLoss, Encoding encoding) {
    return meanLoss + TargetUnits.logScale(encoding.targets());
  }

  @Override
  default double figure(Evaluation evaluation) {
    return evaluation.negativeLogLikelihood();
  }

  @Override
  default List<Floor> floors(TrainingData data, Settings settings, Console console) {
    Portion heldOut = data.heldOut();
    if (heldOut == null) {
      return List.of();
    }
    double loss = normalLoss(data, heldOut);
    if (Double.isNaN(loss)) {
      console.note("no floor: the " + targets() + " of the training part lie on a line");
      return List.of();
    }
    return List.of(
        new Floor(
            "normal distribution of the training part", measureOfLoss(loss, data.encoding())));
  }

  @Override
  default @Nullable Floor guess(Encoding encoding, @Nullable FloorComparison floors) {
    return floors == null ? null : floors.floors().get(0);
  }
}
