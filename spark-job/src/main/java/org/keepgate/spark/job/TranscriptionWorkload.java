package org.keepgate.spark.job;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.Settings;

/** Label sequences: label errors for each true label, against an empty answer. */
final class TranscriptionWorkload implements Workload {

  @Override
  public String targets() {
    return "label sequences";
  }

  @Override
  public String metric() {
    return "labelErrorRate";
  }

  @Override
  public String measure(Encoding encoding) {
    return "label error rate";
  }

  @Override
  public boolean lowerIsBetter() {
    return true;
  }

  @Override
  public double figure(Evaluation evaluation) {
    return evaluation.labelErrorRate();
  }

  @Override
  public List<Floor> floors(TrainingData data, Settings settings, Console console) {
    return data.heldOut() == null ? List.of() : List.of(emptyAnswer());
  }

  @Override
  public Floor guess(Encoding encoding, @Nullable FloorComparison floors) {
    return emptyAnswer();
  }

  private static Floor emptyAnswer() {
    return new Floor("no labels at all", 1);
  }

  @Override
  public PredictionTable predictionTable(LoadedModel model, Settings settings) {
    return TranscriptPredictions.table(model.encoding(), settings);
  }
}
