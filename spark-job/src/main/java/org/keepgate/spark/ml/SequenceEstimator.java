package org.keepgate.spark.ml;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.LabelledSource;
import org.keepgate.spark.dataset.Part;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/**
 * Learns from rows that are a sequence each, with a label or a target: what their estimators have
 * in common.
 *
 * @param <M> the model that it makes
 * @param <E> the estimator itself
 */
public abstract class SequenceEstimator<M extends LstmModel<M>, E extends SequenceEstimator<M, E>>
    extends LstmEstimator<M, E> implements InputParams<E>, LabelParams<E>, SymbolParams<E> {
  private static final long serialVersionUID = 1L;

  SequenceEstimator(String uid, Task task) {
    super(uid, task);
    setDefault(featuresCol(), "features");
    setDefault(labelCol(), "label");
  }

  /** Settings that say which column is the label. */
  abstract Settings labels(Settings settings);

  /** The columns that the model will add. */
  abstract StructType added(StructType rows);

  @Override
  Settings columns(Settings settings) {
    return labels(settings.with(InputSettings.FEATURES.name(), getFeaturesCol()));
  }

  @Override
  SequenceSource source(Dataset<Row> rows, Settings settings) {
    boolean skips = !getHandleInvalid().equals("error");
    if (!isSet(validationIndicatorCol())) {
      return new LabelledSource(rows, settings, skips);
    }
    String part = uid() + "_part";
    Column isValidation = coalesce(col(getValidationIndicatorCol()), lit(false));
    return new LabelledSource(
        rows.withColumn(
            part, when(isValidation, Part.VALIDATION.key()).otherwise(Part.TRAINING.key())),
        settings.with(InputSettings.SPLIT_COLUMN.name(), part),
        skips);
  }

  @Override
  public StructType transformSchema(StructType rows) {
    LabelledSource.requireColumns(rows, settings());
    if (isSet(validationIndicatorCol())) {
      requireBoolean(rows, getValidationIndicatorCol());
    }
    return added(rows);
  }

  /** Refuses a validation column that is not there, or not of booleans. */
  static void requireBoolean(StructType rows, String name) {
    List<String> names = List.of(rows.fieldNames());
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "validationIndicatorCol: there is no column "
              + name
              + "; the columns are "
              + String.join(", ", names));
    }
    DataType type = rows.apply(name).dataType();
    if (!(type instanceof BooleanType)) {
      throw new IllegalArgumentException(
          "validationIndicatorCol: expected a boolean column; "
              + name
              + " is of type "
              + type.simpleString());
    }
  }
}
