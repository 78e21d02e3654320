package org.keepgate.spark.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/**
 * Learns a label for each step of a sequence. The label column holds arrays, as long as their
 * sequences, of numbers or words; a prediction is an array of labels of the same type.
 */
public final class LstmTagger extends SequenceEstimator<LstmTaggerModel, LstmTagger>
    implements ClassParams<LstmTagger> {
  private static final long serialVersionUID = 1L;

  public LstmTagger() {
    this(Identifiable.randomUID("lstmTagger"));
  }

  public LstmTagger(String uid) {
    super(uid, Task.TAG);
    setDefault(rawPredictionCol(), "rawPrediction");
    setDefault(probabilityCol(), "probability");
  }

  /** {@link HeadSettings#CLASS_WEIGHTS}. */
  public Param<String> classWeights() {
    return textParam(HeadSettings.CLASS_WEIGHTS);
  }

  public String getClassWeights() {
    return valueOf(HeadSettings.CLASS_WEIGHTS);
  }

  public LstmTagger setClassWeights(String value) {
    return with(HeadSettings.CLASS_WEIGHTS, value);
  }

  @Override
  Settings labels(Settings settings) {
    return settings.with(InputSettings.LABEL.name(), getLabelCol());
  }

  @Override
  StructType added(StructType rows) {
    return TagCells.added(rows, this, this, TagCells.typeOfLabels(rows, getLabelCol()));
  }

  @Override
  LstmTaggerModel model(TrainedModel trained) {
    return new LstmTaggerModel(uid(), trained);
  }

  /** Reads an estimator that was saved. */
  public static MLReader<LstmTagger> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an estimator that was saved. */
  public static LstmTagger load(String path) {
    return read().load(path);
  }
}
