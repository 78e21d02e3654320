package org.keepgate.spark.ml;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import scala.Option;

/**
 * A trained network as a stage of a pipeline: what the models have in common. Not meant to be
 * extended by others.
 *
 * @param <M> the model itself
 */
public abstract class LstmModel<M extends LstmModel<M>> extends Model<M>
    implements PredictionParams<M>, HasTrainingSummary<LstmTrainingSummary>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final transient @Nullable TrainedModel trained; // travels as a broadcast, never with this
  private transient @Nullable Broadcast<float[]> parameters;
  private transient @Nullable SparkContext context; // of the broadcast

  LstmModel(String uid, @Nullable TrainedModel trained) {
    this.uid = uid;
    this.trained = trained;
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
  @Override
  public LstmTrainingSummary summary() {
    return new LstmTrainingSummary(trained());
  }

  /** Whether there is a training to tell of. */
  @Override
  public boolean hasSummary() {
    return trained != null;
  }

  @Override
  public Option<LstmTrainingSummary> trainingSummary() {
    return hasSummary() ? Option.apply(summary()) : Option.empty();
  }

  /** Refused: the summary is of the training that made the model, and of no other. */
  @Override
  public void trainingSummary_$eq(Option<LstmTrainingSummary> summary) {
    throw new UnsupportedOperationException("the summary of a model is that of its training");
  }

  /** A model of the same training under a name, without params yet. */
  abstract M model(String name);

  /** Says which columns are what, where the params say it otherwise than the training did. */
  abstract Settings columns(Settings settings);

  /** How rows are read: as in training, by the columns of the params. */
  final Settings settings() {
    TrainedModel model = trained();
    return columns(
        Settings.defaults(AllSettings.CATALOG, Task.of(model.task())).withAll(model.settings()));
  }

  final Encoding encoding() {
    TrainedModel model = trained();
    return new Encoding(
        model.spec().format(),
        model.vocabulary(),
        model.labels(),
        model.inputStandardizer(),
        model.targetStandardizer());
  }

  /** The parameters on all executors: sent once, freed with this model. */
  final synchronized Broadcast<float[]> parameters(SparkContext spark) {
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

  /** Called on a model that was loaded without params: what the training says of them. */
  void adopt(Map<String, Object> settings) {}
}
