package org.keepgate.spark.ml;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.SeriesSource;
import org.keepgate.spark.dataset.StepNames;
import org.keepgate.spark.trainer.DistributedPredictor;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/**
 * Says what a series will be: what {@link LstmForecaster} has learned.
 *
 * <p>{@link #transform} adds to each row the forecast that the rows up to {@code horizon} before it
 * gave of it, and null where fewer than {@code window} of them are known; {@link #forecast} gives
 * the rows after the last.
 */
public final class LstmForecasterModel extends LstmModel<LstmForecasterModel>
    implements SeriesParams<LstmForecasterModel> {
  private static final long serialVersionUID = 1L;
  private static final int BATCH_SIZE = 64;
  private static final String KEY = "keepgate_key"; // beside the rows' own columns

  /** A model of no training, for loaders of Spark. */
  public LstmForecasterModel() {
    this(Identifiable.randomUID("lstmForecaster"));
  }

  /** A model of no training under a name, for loaders of Spark. */
  public LstmForecasterModel(String uid) {
    this(uid, null);
  }

  LstmForecasterModel(String uid, @Nullable TrainedModel trained) {
    super(uid, trained);
  }

  @Override
  LstmForecasterModel model(String name) {
    return hasSummary() ? new LstmForecasterModel(name, trained()) : new LstmForecasterModel(name);
  }

  @Override
  Settings columns(Settings settings) {
    return withSeriesColumns(settings);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    Dataset<Row> rows = dataset.toDF();
    if (getPredictionCol().isEmpty()) {
      return rows;
    }
    return keyed(rows)
        .join(forecasts(rows), functions.col(KEY).equalTo(functions.col(ForecastRows.KEY)), "left")
        .drop(KEY, ForecastRows.KEY)
        .select(
            Arrays.stream(schema.fieldNames())
                .map(name -> functions.col("`" + name + "`"))
                .toArray(Column[]::new));
  }

  /**
   * The {@code horizon} rows after the last one of each series: columns series (empty where there
   * is one only), time as its column writes it, and the prediction.
   */
  public Dataset<Row> forecast(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Dataset<Row> rows = dataset.toDF();
    Column key = functions.col(ForecastRows.KEY);
    Column at = functions.length(key).minus(functions.locate("@", functions.reverse(key)));
    return forecasts(rows)
        .join(keyed(rows), functions.col(KEY).equalTo(key), "left_anti")
        .select(
            functions.substring(key, functions.lit(1), at).as("series"),
            functions.substring(key, at.plus(2), functions.length(key)).as("time"),
            functions.col(getPredictionCol()));
  }

  private Dataset<Row> keyed(Dataset<Row> rows) {
    return rows.map(
        new StepNames(rows.schema(), settings()),
        Encoders.row(StepNames.added(rows.schema(), KEY)));
  }

  private Dataset<Row> forecasts(Dataset<Row> rows) {
    SeriesSource source = new SeriesSource(rows, settings(), true);
    JavaRDD<Row> forecasts =
        DistributedPredictor.predict(
            trained().spec(),
            parameters(rows.sparkSession().sparkContext()),
            source.sequences(encoding()),
            BATCH_SIZE,
            new ForecastRows(trained()));
    return rows.sparkSession().createDataFrame(forecasts, ForecastRows.schema(getPredictionCol()));
  }

  @Override
  public StructType transformSchema(StructType rows) {
    requireSeries(this);
    if (hasSummary()) {
      if (trained().spec().format().outputSize() > 1) {
        throw new InputException(
            "this model forecasts "
                + trained().spec().format().outputSize()
                + " columns, expected one of a single column");
      }
      new StepNames(rows, settings());
    }
    return added(rows, getPredictionCol());
  }

  static void requireSeries(SeriesParams<?> params) {
    if (!params.getHandleInvalid().equals("error")) {
      throw new IllegalArgumentException(
          "handleInvalid: expected error, as a row of a series cannot be left out; found '"
              + params.getHandleInvalid()
              + "'");
    }
    if (params instanceof LstmForecaster && !params.isDefined(params.getParam("timeCol"))) {
      throw new IllegalArgumentException(
          "timeCol: expected the column that puts the rows of a series in order; set it");
    }
  }

  static StructType added(StructType rows, String prediction) {
    return new OutputSchema(rows).and(prediction, DataTypes.DoubleType).schema();
  }

  @Override
  void adopt(Map<String, Object> settings) {
    if (settings.get(InputSettings.ORDER_BY.name()) instanceof String time) {
      setTimeCol(time);
    }
  }

  /** Reads a model that was saved, or trained by the command line. */
  public static MLReader<LstmForecasterModel> read() {
    return new LstmModelReader<>(
        LstmForecasterModel.class, List.of(Task.FORECAST), LstmForecasterModel::new);
  }

  /** Loads a model that was saved, or trained by the command line. */
  public static LstmForecasterModel load(String path) {
    return read().load(path);
  }
}
