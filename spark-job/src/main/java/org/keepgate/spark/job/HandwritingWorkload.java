package org.keepgate.spark.job;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.PenSource;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.trainer.Portion;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.Settings;

/** Densities of a pen's moves: negative log-likelihood, against one normal distribution. */
final class HandwritingWorkload implements LikelihoodWorkload {

  @Override
  public SequenceSource open(
      SparkSession spark, String input, Settings settings, boolean labelled) {
    return new PenSource(spark, input, settings, labelled);
  }

  @Override
  public String targets() {
    return "moves";
  }

  @Override
  public String measure(Encoding encoding) {
    return "nats a move";
  }

  /** The columns, unless one column of arrays holds all three. */
  @Override
  public List<String> outputNames(Encoding encoding, Settings settings) {
    List<String> names = settings.get(InputSettings.FEATURES);
    return names.size() == PenSource.SIZE ? names : List.of("dx", "dy", "end");
  }

  @Override
  public double normalLoss(TrainingData data, Portion heldOut) {
    return MoveSums.of(data.trainingPortion(), data.encoding())
        .negativeLogLikelihood(MoveSums.of(heldOut, data.encoding()));
  }

  @Override
  public PredictionTable predictionTable(LoadedModel model, Settings settings) {
    Encoding encoding = model.encoding();
    return MovePredictions.table(encoding, outputNames(encoding, settings));
  }
}
