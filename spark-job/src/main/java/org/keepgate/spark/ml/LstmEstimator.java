package org.keepgate.spark.ml;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.training.setting.Setting;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/**
 * Trains a network on the rows of a data set, on all executors: what the estimators have in common.
 * Not meant to be extended by others.
 *
 * <p>The same data, params and {@code numWorkers} give the same model to the bit, on any cluster
 * and whatever the order and the partitions of the rows.
 *
 * @param <M> the model that it makes
 * @param <E> the estimator itself
 */
public abstract class LstmEstimator<M extends LstmModel<M>, E extends LstmEstimator<M, E>>
    extends Estimator<M>
    implements PredictionParams<E>,
        NetworkParams<E>,
        MemoryBlockParams<E>,
        CourseParams<E>,
        OptimizationParams<E>,
        AveragingParams<E>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Setting<?>> SETTINGS = new TreeMap<>();

  static {
    AllSettings.CATALOG.settings().forEach(setting -> SETTINGS.put(setting.name(), setting));
  }

  private final String uid;
  private final Task task;

  LstmEstimator(String uid, Task task) {
    this.uid = uid;
    this.task = task;
    for (Param<?> param : params()) {
      Setting<?> setting = SETTINGS.get(param.name());
      Object value = setting == null ? null : setting.defaultFor(task);
      if (value != null) {
        setDefault(getParam(param.name()), SettingBound.asParam(value));
      }
    }
    setDefault(predictionCol(), "prediction");
    setDefault(handleInvalid(), "error");
    setDefault(getParam(InputSettings.VALIDATION_FRACTION.name()), 0.0); // Spark ML holds out none
  }

  @Override
  public String uid() {
    return uid;
  }

  /** What it learns to do. */
  final Task task() {
    return task;
  }

  /** A model without params yet. */
  abstract M model(TrainedModel trained);

  /** Settings that say which columns are what. */
  abstract Settings columns(Settings settings);

  /** What is trained on. */
  abstract SequenceSource source(Dataset<Row> rows, Settings settings);

  @Override
  public M fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Settings settings = settings();
    SequenceSource source = source(dataset.toDF(), settings);
    M model = model(new Fitting(dataset.sparkSession(), source, settings).train());
    model.setParent(this);
    return copyValues(model, ParamMap.empty());
  }

  /** What the params say, as the command line says it. */
  final Settings settings() {
    Settings settings = Settings.defaults(AllSettings.CATALOG, task);
    for (Param<?> param : params()) {
      Setting<?> setting = SETTINGS.get(param.name());
      if (setting != null && isDefined(param)) {
        Object value = getOrDefault(getParam(param.name()));
        Object usual = setting.defaultFor(task);
        if (usual == null
            || !SettingBound.text(value).equals(SettingBound.text(SettingBound.asParam(usual)))) {
          settings = settings.with(param.name(), SettingBound.text(value));
        }
      }
    }
    return columns(settings);
  }

  @Override
  @SuppressWarnings("unchecked") // a copy of itself
  public E copy(ParamMap extra) {
    return (E) defaultCopy(extra);
  }
}
