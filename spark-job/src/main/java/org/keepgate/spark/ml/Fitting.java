package org.keepgate.spark.ml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.checkpoint.TrainingRecord;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.trainer.ClassWeights;
import org.keepgate.spark.trainer.DistributedTrainer;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.DivergenceException;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.TrainingSettings;

/** One training of an estimator, from its rows to a trained model; what it keeps, it frees. */
final class Fitting {
  private final SparkSession spark;
  private final SequenceSource source;
  private final Settings settings;

  Fitting(SparkSession spark, SequenceSource source, Settings settings) {
    this.spark = spark;
    this.source = source;
    this.settings = settings;
  }

  /**
   * Trains.
   *
   * @throws InputException when the rows, or the settings, are not what is expected, or training
   *     diverges
   */
  TrainedModel train() {
    TrainingData data = TrainingData.read(spark, source, null, settings);
    try {
      return train(data);
    } finally {
      free(data.training());
      free(data.validation());
      free(data.test());
    }
  }

  private TrainedModel train(TrainingData data) {
    NetworkSpec spec =
        ClassWeights.weighted(
            NetworkSettings.spec(settings, data.encoding().format()), settings, data);
    TrainingOptions options = TrainingSettings.options(settings, data.workers().value());
    DistributedTrainer trainer = trainer(spec, options, data);
    TrainingControls controls = new TrainingControls(null, 0, data.encoding().targets());
    TrainingResult result;
    try {
      result = trainer.train(trainer.start(), List.of(), controls);
    } catch (DivergenceException e) {
      throw new InputException(e.finding() + "; " + e.advice(), e);
    }
    return new TrainedModel(
        spec,
        settings.task().key(),
        result.parameters(),
        data.encoding().symbols(),
        data.encoding().labels(),
        data.encoding().inputs(),
        data.encoding().targets(),
        remembered(),
        TrainingRecord.of(result, options, data.workers().reason(), trainer.dataFingerprint()));
  }

  private static DistributedTrainer trainer(
      NetworkSpec spec, TrainingOptions options, TrainingData data) {
    try {
      return new DistributedTrainer(spec, options, data.training(), data.validation());
    } catch (IllegalArgumentException e) { // settings that do not go together
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** How other rows are read in the same way; which of these were held out is over. */
  private Map<String, Object> remembered() {
    Map<String, Object> remembered = new LinkedHashMap<>(source.settings());
    remembered.remove(InputSettings.SPLIT_COLUMN.name());
    remembered.remove(InputSettings.VALIDATION_FRACTION.name());
    return remembered;
  }

  private static void free(@Nullable JavaRDD<SequenceBlock> shares) {
    if (shares != null) {
      shares.unpersist();
    }
  }
}
