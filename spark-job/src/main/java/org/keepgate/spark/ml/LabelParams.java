package org.keepgate.spark.ml;

import org.apache.spark.ml.param.Param;

/**
 * What estimators learn to predict.
 *
 * @param <S> the stage itself
 */
public interface LabelParams<S> extends ValidationParams<S> {

  /** The column of what is to be predicted. */
  default Param<String> labelCol() {
    return inputColumn("labelCol", "column of what is to be predicted");
  }

  default String getLabelCol() {
    return columnOf("labelCol");
  }

  default S setLabelCol(String value) {
    return with("labelCol", value);
  }
}
