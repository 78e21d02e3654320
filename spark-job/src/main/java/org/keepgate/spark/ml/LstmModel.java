package org.keepgate.spark.ml;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.RowEncoder;
import org.keepgate.spark.trainer.PredictionReader;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/**
 * A trained network that predicts for the rows of a data set, also of a stream: what the models
 * have in common. Not meant to be extended by others.
 *
 * <p>Predictions agree with those of training to 1e-6, and to the bit for the same sequences side
 * by side.
 *
 * @param <M> the model itself
 */
public abstract class LstmModel<M extends LstmModel<M>> extends Model<M>
    implements InputParams<M>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final transient @Nullable TrainedModel trained; // travels as a broadcast, never with this
  private transient @Nullable Broadcast<float[]> parameters;
  private transient @Nullable SparkContext context; // of the broadcast

  LstmModel(String uid, @Nullable TrainedModel trained) {
    this.uid = uid;
    this.trained = trained;
    setDefault(featuresCol(), "features");
    setDefault(predictionCol(), "prediction");
    setDefault(handleInvalid(), "error");
  }

  @Override
  public String uid() {
    return uid;
  }

  /** The network with its parameters, vocabulary, labels, units and history. */
  public TrainedModel trained() {
    if (trained == null) {
      throw new IllegalStateException(
          getClass().getSimpleName() + " " + uid + " is of no training: fit an estimator, or load");
    }
    return trained;
  }

  /** How the training went. */
  public LstmTrainingSummary summary() {
    return new LstmTrainingSummary(trained());
  }

  /** Whether there is a training to tell of. */
  public boolean hasSummary() {
    return trained != null;
  }

  /** A model of the same training under a name, without params yet. */
  abstract M model(String name);

  /** The columns that it adds. */
  abstract StructType added(StructType rows);

  /** Reads the cells of these columns off the network, in their order. */
  abstract PredictionReader<Object[]> cells();

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    TrainedModel model = trained();
    RowPredictions predictions =
        new RowPredictions(
            model.spec(),
            parameters(dataset.sparkSession().sparkContext()),
            encoder(dataset.schema()),
            cells(),
            schema.size() - dataset.schema().size(),
            getHandleInvalid());
    return dataset.toDF().mapPartitions(predictions, Encoders.row(schema));
  }

  @Override
  public StructType transformSchema(StructType rows) {
    if (trained != null) {
      encoder(rows);
    }
    return added(rows);
  }

  private RowEncoder encoder(StructType rows) {
    return new RowEncoder(rows, settings(), encoding());
  }

  private Settings settings() {
    TrainedModel model = trained();
    Settings settings =
        Settings.defaults(AllSettings.CATALOG, Task.of(model.task())).withAll(model.settings());
    return isSet(featuresCol())
        ? settings.with(InputSettings.FEATURES.name(), getFeaturesCol())
        : settings;
  }

  private Encoding encoding() {
    TrainedModel model = trained();
    return new Encoding(
        model.spec().format(),
        model.vocabulary(),
        model.labels(),
        model.inputStandardizer(),
        model.targetStandardizer());
  }

  /** The parameters on all executors: sent once, freed with this model. */
  private synchronized Broadcast<float[]> parameters(SparkContext spark) {
    Broadcast<float[]> sent = parameters;
    if (sent == null || context != spark) {
      sent = JavaSparkContext.fromSparkContext(spark).broadcast(trained().parameters());
      parameters = sent;
      context = spark;
    }
    return sent;
  }

  @Override
  public M copy(ParamMap extra) {
    M copy = copyValues(model(uid), extra);
    copy.setParent(parent());
    return copy;
  }

  @Override
  public MLWriter write() {
    return new LstmModelWriter(this);
  }

  /** Where the training read its sequences. */
  List<?> trainedFeatures() {
    Object names = trained().settings().get(InputSettings.FEATURES.name());
    return names instanceof List<?> list ? list : List.of();
  }
}
