package org.keepgate.spark.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.keepgate.spark.dataset.TextColumnSource;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/**
 * Learns from texts, one a row, which symbol follows: what the estimators of language models have
 * in common.
 *
 * @param <M> the model that it makes
 * @param <E> the estimator itself
 */
public abstract class TextEstimator<M extends LstmModel<M>, E extends TextEstimator<M, E>>
    extends LstmEstimator<M, E> implements InputParams<E>, SymbolParams<E>, ValidationParams<E> {
  private static final long serialVersionUID = 1L;

  TextEstimator(String uid) {
    super(uid, Task.LANGUAGE_MODEL);
    setDefault(featuresCol(), "features");
  }

  /** {@link HeadSettings#SOFTMAX}. */
  public Param<String> softmax() {
    return textParam(HeadSettings.SOFTMAX);
  }

  public String getSoftmax() {
    return valueOf(HeadSettings.SOFTMAX);
  }

  public E setSoftmax(String value) {
    return with(HeadSettings.SOFTMAX, value);
  }

  /** The columns that the model will add. */
  abstract StructType added(StructType rows);

  @Override
  Settings columns(Settings settings) {
    return settings; // the command line has no column of texts
  }

  @Override
  TextColumnSource source(Dataset<Row> rows, Settings settings) {
    return new TextColumnSource(
        rows,
        getFeaturesCol(),
        isSet(validationIndicatorCol()) ? getValidationIndicatorCol() : null,
        settings,
        !getHandleInvalid().equals("error"));
  }

  @Override
  public StructType transformSchema(StructType rows) {
    TextColumnSource.requireColumn(rows, getFeaturesCol(), settings());
    if (isSet(validationIndicatorCol())) {
      SequenceEstimator.requireBoolean(rows, getValidationIndicatorCol());
    }
    return added(rows);
  }
}
