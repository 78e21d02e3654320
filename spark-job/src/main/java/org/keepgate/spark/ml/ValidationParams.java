package org.keepgate.spark.ml;

import org.apache.spark.ml.param.Param;
import org.keepgate.spark.dataset.Part;

/**
 * Which rows estimators watch instead of learning from them.
 *
 * @param <S> the stage itself
 */
public interface ValidationParams<S> extends StageParams<S> {

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
