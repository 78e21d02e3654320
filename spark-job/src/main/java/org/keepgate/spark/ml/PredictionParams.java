package org.keepgate.spark.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.keepgate.training.setting.Setting;

/**
 * What every stage has: a column of what is predicted, and what it does with rows that it cannot
 * read.
 *
 * @param <S> the stage itself
 */
public interface PredictionParams<S> extends StageParams<S> {
  /** What is done with a row that cannot be read. */
  Setting<String> HANDLE_INVALID =
      Setting.choice(
          "handleInvalid",
          "rows with null, NaN, or sequences of another shape: an error, skipped (left out), or"
              + " kept (predictions of null; in training as skip)",
          List.of("error", "skip", "keep"));

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
