package org.keepgate.spark.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.keepgate.training.setting.Setting;

/**
 * What estimators and their models read: sequences, one a row.
 *
 * @param <S> the stage itself
 */
public interface InputParams<S> extends StageParams<S> {
  /** What is done with a row that cannot be read. */
  Setting<String> HANDLE_INVALID =
      Setting.choice(
          "handleInvalid",
          "rows with null, NaN, or sequences of another shape: an error, skipped (left out), or"
              + " kept (predictions of null; in training as skip)",
          List.of("error", "skip", "keep"));

  /** The column of sequences: a vector, an array, an array of arrays or vectors, or text. */
  default Param<String> featuresCol() {
    return inputColumn(
        "featuresCol",
        "column of sequences: vectors, arrays, arrays of arrays or vectors (a step each), text");
  }

  default String getFeaturesCol() {
    return columnOf("featuresCol");
  }

  default S setFeaturesCol(String value) {
    return with("featuresCol", value);
  }

  /** The column that a model adds. */
  default Param<String> predictionCol() {
    return outputColumn("predictionCol", "column of what is predicted");
  }

  default String getPredictionCol() {
    return columnOf("predictionCol");
  }

  default S setPredictionCol(String value) {
    return with("predictionCol", value);
  }

  /** {@link #HANDLE_INVALID}. */
  default Param<String> handleInvalid() {
    return textParam(HANDLE_INVALID);
  }

  default String getHandleInvalid() {
    return valueOf(HANDLE_INVALID);
  }

  default S setHandleInvalid(String value) {
    return with(HANDLE_INVALID, value);
  }
}
