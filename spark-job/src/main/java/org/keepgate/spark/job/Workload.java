package org.keepgate.spark.job;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.LabelledSource;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.trainer.Portion;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.Settings;

/** What the commands do differently from task to task. */
interface Workload {

  /** The workload of the settings' task. */
  static Workload of(Settings settings) {
    return switch (settings.task()) {
      case LANGUAGE_MODEL -> new TextWorkload();
      case CLASSIFY -> new LabelWorkload(false);
      case TAG -> new LabelWorkload(true);
      case FORECAST -> new SeriesWorkload(HeadSettings.squaresErrors(settings));
      case REGRESS -> new RegressionWorkload(HeadSettings.squaresErrors(settings));
      case MULTILABEL -> new MultilabelWorkload();
      case TRANSCRIBE -> new TranscriptionWorkload();
      case DENSITY -> new DensityWorkload();
      case HANDWRITING -> new HandwritingWorkload();
    };
  }

  /**
   * Opens an input, usually a table of sequences with targets.
   *
   * @param labelled whether its targets are known and read: to train and to evaluate
   */
  default SequenceSource open(
      SparkSession spark, String input, Settings settings, boolean labelled) {
    return new LabelledSource(spark, input, settings, labelled);
  }

  /**
   * Reads an input to train on.
   *
   * @param valid input of its own for validation; null = a part of the input
   */
  default TrainingData read(
      SparkSession spark, String input, @Nullable String valid, Settings settings) {
    if (valid == null) {
      return TrainingData.read(spark, open(spark, input, settings, true), null, settings);
    }
    Settings whole = settings.with(InputSettings.VALIDATION_FRACTION.name(), "0");
    Settings unsplit = whole.with(InputSettings.TEST_FRACTION.name(), "0");
    return TrainingData.read(
        spark,
        open(spark, input, whole, true),
        new Portion(open(spark, valid, unsplit, true), null),
        whole);
  }

  /** What a target is called, in the plural: what is counted in a second. */
  String targets();

  /** The name of the figure by which a model is judged, as in {@link Evaluation#metrics}. */
  String metric();

  /** The same in words, with its unit. */
  String measure(Encoding encoding);

  /** Whether less of it is better. */
  boolean lowerIsBetter();

  /** The figure that a mean loss comes to; NaN where the loss does not say. */
  default double measureOfLoss(double meanLoss, Encoding encoding) {
    return Double.NaN;
  }

  /** Names of the classes or outputs, in order; none where they have none. */
  default List<String> outputNames(Encoding encoding, Settings settings) {
    Vocabulary labels = encoding.labels();
    return labels == null ? List.of() : labels.symbols();
  }

  /** The figure of {@link #metric} that is compared with the floors. */
  double figure(Evaluation evaluation);

  /**
   * What methods without a network reach on what is held out; none where nothing is, or where it
   * would cost too much.
   *
   * @param console is told what is left out, and why
   */
  List<Floor> floors(TrainingData data, Settings settings, Console console);

  /**
   * What is reached without looking at the input: a model that is worse has not learned.
   *
   * @param floors those of {@link #floors}, or null
   * @return null where it is not known
   */
  @Nullable Floor guess(Encoding encoding, @Nullable FloorComparison floors);

  /** How what a model says looks as rows. */
  PredictionTable predictionTable(LoadedModel model, Settings settings);

  /** Metrics in the units of the data. */
  static Evaluation evaluation(MetricSums sums, Encoding encoding) {
    return Evaluation.inUnits(sums, encoding.targets());
  }
}
