package org.keepgate.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
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
 * Learns a number, or a vector of numbers, of a sequence. Labels are standardized for the network,
 * and predictions are in the labels' own units.
 */
public final class LstmRegressor extends SequenceEstimator<LstmRegressionModel, LstmRegressor>
    implements StepParams<LstmRegressor> {
  private static final long serialVersionUID = 1L;

  public LstmRegressor() {
    this(Identifiable.randomUID("lstmRegressor"));
  }

  public LstmRegressor(String uid) {
    super(uid, Task.REGRESS);
  }

  /** {@link HeadSettings#LOSS}. */
  public Param<String> loss() {
    return textParam(HeadSettings.LOSS);
  }

  public String getLoss() {
    return valueOf(HeadSettings.LOSS);
  }

  public LstmRegressor setLoss(String value) {
    return with(HeadSettings.LOSS, value);
  }

  /** {@link HeadSettings#HUBER_DELTA}. */
  public DoubleParam huberDelta() {
    return realParam(HeadSettings.HUBER_DELTA);
  }

  public double getHuberDelta() {
    return valueOf(HeadSettings.HUBER_DELTA);
  }

  public LstmRegressor setHuberDelta(double value) {
    return with(HeadSettings.HUBER_DELTA, value);
  }

  @Override
  Settings labels(Settings settings) {
    return settings
        .with(InputSettings.TARGET.name(), getLabelCol())
        .with(InputSettings.RETURN_SEQUENCES.name(), "false");
  }

  @Override
  StructType added(StructType rows) {
    return ValueCells.added(rows, this, ValueCells.isVector(rows, getLabelCol()));
  }

  @Override
  LstmRegressionModel model(TrainedModel trained) {
    return new LstmRegressionModel(uid(), trained);
  }

  /** Reads an estimator that was saved. */
  public static MLReader<LstmRegressor> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an estimator that was saved. */
  public static LstmRegressor load(String path) {
    return read().load(path);
  }
}
