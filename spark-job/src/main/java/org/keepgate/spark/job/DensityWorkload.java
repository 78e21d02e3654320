package org.keepgate.spark.job;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.OutputSettings;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.dataset.SeriesSource;
import org.keepgate.spark.trainer.Portion;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.Settings;

/** Densities of the next value: negative log-likelihood, against a normal distribution. */
final class DensityWorkload implements LikelihoodWorkload {
  private static final double LOG_2PI = StrictMath.log(2 * StrictMath.PI);

  @Override
  public SequenceSource open(
      SparkSession spark, String input, Settings settings, boolean labelled) {
    return new SeriesSource(spark, input, settings, !labelled);
  }

  @Override
  public String targets() {
    return "windows";
  }

  @Override
  public String measure(Encoding encoding) {
    return "nats";
  }

  @Override
  public List<String> outputNames(Encoding encoding, Settings settings) {
    List<String> names = settings.find(InputSettings.TARGET);
    return names == null ? List.of() : names;
  }

  @Override
  public double normalLoss(TrainingData data, Portion heldOut) {
    double scale = scale(data.encoding());
    return (SquaredValues.of(heldOut, data.encoding()).mean() / (scale * scale) + LOG_2PI) / 2;
  }

  private static double scale(Encoding encoding) {
    Standardizer targets = encoding.targets();
    return targets == null ? 1 : targets.scale(0);
  }

  @Override
  public PredictionTable predictionTable(LoadedModel model, Settings settings) {
    boolean parameters = settings.get(OutputSettings.MIXTURE_PARAMETERS);
    return DensityPredictions.table(
        model.encoding(), parameters ? model.model().spec().head().mixtures() : 0);
  }
}
