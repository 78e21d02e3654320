package org.keepgate.spark.ml;

import org.apache.spark.ml.param.Param;

/**
 * What estimators and their models read: sequences, one a row.
 *
 * @param <S> the stage itself
 */
public interface InputParams<S> extends PredictionParams<S> {
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
}
