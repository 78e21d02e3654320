package org.keepgate.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.dataset.SeriesSource;
import org.keepgate.spark.dataset.StepNames;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/**
 * Learns what a series, or each of many, will be {@code horizon} rows ahead. Inputs and labels are
 * standardized by the rows trained on, and forecasts are in the label's own units. Of each series
 * the end is held out: {@code validationSteps} rows, or a fraction.
 */
public final class LstmForecaster extends LstmEstimator<LstmForecasterModel, LstmForecaster>
    implements SeriesParams<LstmForecaster> {
  private static final long serialVersionUID = 1L;

  public LstmForecaster() {
    this(Identifiable.randomUID("lstmForecaster"));
  }

  public LstmForecaster(String uid) {
    super(uid, Task.FORECAST);
    setDefault(groupCol(), "");
    setDefault(labelCol(), "label");
  }

  /** The column that is forecast. */
  public Param<String> labelCol() {
    return inputColumn("labelCol", "column of numbers that is forecast");
  }

  public String getLabelCol() {
    return columnOf("labelCol");
  }

  public LstmForecaster setLabelCol(String value) {
    return with("labelCol", value);
  }

  /** {@link InputSettings#WINDOW}. */
  public IntParam window() {
    return integerParam(InputSettings.WINDOW);
  }

  public int getWindow() {
    return valueOf(InputSettings.WINDOW);
  }

  public LstmForecaster setWindow(int value) {
    return with(InputSettings.WINDOW, value);
  }

  /** {@link InputSettings#HORIZON}. */
  public IntParam horizon() {
    return integerParam(InputSettings.HORIZON);
  }

  public int getHorizon() {
    return valueOf(InputSettings.HORIZON);
  }

  public LstmForecaster setHorizon(int value) {
    return with(InputSettings.HORIZON, value);
  }

  /** {@link InputSettings#STRIDE}. */
  public IntParam stride() {
    return integerParam(InputSettings.STRIDE);
  }

  public int getStride() {
    return valueOf(InputSettings.STRIDE);
  }

  public LstmForecaster setStride(int value) {
    return with(InputSettings.STRIDE, value);
  }

  /** {@link InputSettings#VALIDATION_STEPS}. */
  public IntParam validationSteps() {
    return integerParam(InputSettings.VALIDATION_STEPS);
  }

  public int getValidationSteps() {
    return valueOf(InputSettings.VALIDATION_STEPS);
  }

  public LstmForecaster setValidationSteps(int value) {
    return with(InputSettings.VALIDATION_STEPS, value);
  }

  /** {@link InputSettings#CALENDAR}. */
  public StringArrayParam calendar() {
    return namesParam(InputSettings.CALENDAR);
  }

  public String[] getCalendar() {
    return getOrDefault(calendar());
  }

  public LstmForecaster setCalendar(String... value) {
    return with("calendar", value);
  }

  /** {@link HeadSettings#LOSS}. */
  public Param<String> loss() {
    return textParam(HeadSettings.LOSS);
  }

  public String getLoss() {
    return valueOf(HeadSettings.LOSS);
  }

  public LstmForecaster setLoss(String value) {
    return with(HeadSettings.LOSS, value);
  }

  /** {@link HeadSettings#HUBER_DELTA}. */
  public DoubleParam huberDelta() {
    return realParam(HeadSettings.HUBER_DELTA);
  }

  public double getHuberDelta() {
    return valueOf(HeadSettings.HUBER_DELTA);
  }

  public LstmForecaster setHuberDelta(double value) {
    return with(HeadSettings.HUBER_DELTA, value);
  }

  @Override
  Settings columns(Settings settings) {
    return withSeriesColumns(settings).with(InputSettings.TARGET.name(), getLabelCol());
  }

  @Override
  SequenceSource source(Dataset<Row> rows, Settings settings) {
    return new SeriesSource(rows, settings, false);
  }

  @Override
  public StructType transformSchema(StructType rows) {
    LstmForecasterModel.requireSeries(this);
    StepNames.requireSeries(rows, settings());
    return LstmForecasterModel.added(rows, getPredictionCol());
  }

  @Override
  LstmForecasterModel model(TrainedModel trained) {
    return new LstmForecasterModel(uid(), trained);
  }

  /** Reads an estimator that was saved. */
  public static MLReader<LstmForecaster> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an estimator that was saved. */
  public static LstmForecaster load(String path) {
    return read().load(path);
  }
}
