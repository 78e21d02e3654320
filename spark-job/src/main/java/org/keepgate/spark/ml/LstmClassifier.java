package org.keepgate.spark.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/**
 * Learns the class of a sequence. Labels are numbers or words; a prediction is a label of the same
 * type, and the places of a probability vector are the {@link LstmClassificationModel#labels}.
 */
public final class LstmClassifier extends SequenceEstimator<LstmClassificationModel, LstmClassifier>
    implements ClassParams<LstmClassifier>, StepParams<LstmClassifier> {
  private static final long serialVersionUID = 1L;

  public LstmClassifier() {
    this(Identifiable.randomUID("lstmClassifier"));
  }

  public LstmClassifier(String uid) {
    super(uid, Task.CLASSIFY);
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

  public LstmClassifier setClassWeights(String value) {
    return with(HeadSettings.CLASS_WEIGHTS, value);
  }

  @Override
  Settings labels(Settings settings) {
    return settings.with(InputSettings.LABEL.name(), getLabelCol());
  }

  @Override
  StructType added(StructType rows) {
    DataType label = rows.apply(getLabelCol()).dataType();
    return ClassCells.added(
        rows,
        this,
        this,
        label instanceof NumericType ? DataTypes.DoubleType : DataTypes.StringType);
  }

  @Override
  LstmClassificationModel model(TrainedModel trained) {
    return new LstmClassificationModel(uid(), trained);
  }

  /** Reads an estimator that was saved. */
  public static MLReader<LstmClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an estimator that was saved. */
  public static LstmClassifier load(String path) {
    return read().load(path);
  }
}
