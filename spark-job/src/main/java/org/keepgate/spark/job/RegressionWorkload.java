package org.keepgate.spark.job;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.trainer.Portion;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.Settings;

/**
 * Values of sequences: root mean squared error over all outputs, against the training's mean.
 *
 * @param squares whether the loss is that of the mean squared error
 */
record RegressionWorkload(boolean squares) implements ValueWorkload {

  @Override
  public String targets() {
    return "values";
  }

  @Override
  public List<String> outputNames(Encoding encoding, Settings settings) {
    List<String> columns = settings.get(InputSettings.TARGET);
    return columns.size() == encoding.format().outputSize() ? columns : List.of();
  }

  @Override
  public double figure(Evaluation evaluation) {
    return evaluation.rmse();
  }

  @Override
  public List<Floor> floors(TrainingData data, Settings settings, Console console) {
    Portion heldOut = data.heldOut();
    return heldOut == null
        ? List.of()
        : List.of(
            new Floor(
                "mean of the training part",
                Math.sqrt(SquaredValues.of(heldOut, data.encoding()).mean())));
  }

  @Override
  public @Nullable Floor guess(Encoding encoding, @Nullable FloorComparison floors) {
    return floors == null ? null : floors.floors().get(0); // the mean
  }

  @Override
  public PredictionTable predictionTable(LoadedModel model, Settings settings) {
    Encoding encoding = model.encoding();
    return ValuePredictions.table(encoding, outputNames(encoding, settings));
  }
}
