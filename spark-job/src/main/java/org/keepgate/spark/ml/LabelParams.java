package org.keepgate.spark.ml;

import org.apache.spark.ml.param.Param;
import org.keepgate.spark.dataset.Part;

/**
 * What estimators learn to predict, and which rows they watch instead of learning from them.
 *
 * @param <S> the stage itself
 */
public interface LabelParams<S> extends StageParams<S> {

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

  /** The column that is true in rows of {@link Part#VALIDATION}. */
  default Param<String> validationIndicatorCol() {
    return inputColumn(
        "validationIndicatorCol",
        "boolean column: true in rows that are watched while training, and not learned from");
  }

  default String getValidationIndicatorCol() {
    return columnOf("validationIndicatorCol");
  }

  default S setValidationIndicatorCol(String value) {
    return with("validationIndicatorCol", value);
  }
}
