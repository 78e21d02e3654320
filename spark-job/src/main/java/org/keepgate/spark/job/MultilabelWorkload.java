package org.keepgate.spark.job;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.Settings;

/** Any number of labels at once: the F1 of all labels taken together. */
final class MultilabelWorkload implements Workload {

  @Override
  public String targets() {
    return "label sets";
  }

  @Override
  public String metric() {
    return "microF1";
  }

  @Override
  public String measure(Encoding encoding) {
    return "micro F1";
  }

  @Override
  public boolean lowerIsBetter() {
    return false;
  }

  @Override
  public double figure(Evaluation evaluation) {
    return evaluation.microAverage().f1();
  }

  @Override
  public List<Floor> floors(TrainingData data, Settings settings, Console console) {
    return List.of();
  }

  @Override
  public @Nullable Floor guess(Encoding encoding, @Nullable FloorComparison floors) {
    return null;
  }

  @Override
  public PredictionTable predictionTable(LoadedModel model, Settings settings) {
    Encoding encoding = model.encoding();
    return LabelSetPredictions.table(encoding, outputNames(encoding, settings));
  }
}
