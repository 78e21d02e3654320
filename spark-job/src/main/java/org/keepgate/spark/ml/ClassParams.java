package org.keepgate.spark.ml;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;

/**
 * What stages that tell classes apart add to a row.
 *
 * @param <S> the stage itself
 */
public interface ClassParams<S> extends StageParams<S> {

  /** The column of the logarithms of probabilities: a vector by class. */
  default Param<String> rawPredictionCol() {
    return outputColumn(
        "rawPredictionCol", "column of the logarithms of the classes' probabilities");
  }

  default String getRawPredictionCol() {
    return columnOf("rawPredictionCol");
  }

  default S setRawPredictionCol(String value) {
    return with("rawPredictionCol", value);
  }

  /** The column of the probabilities: a vector by class. */
  default Param<String> probabilityCol() {
    return outputColumn("probabilityCol", "column of the classes' probabilities");
  }

  default String getProbabilityCol() {
    return columnOf("probabilityCol");
  }

  default S setProbabilityCol(String value) {
    return with("probabilityCol", value);
  }

  /** The class with the largest probability / threshold is predicted. */
  default DoubleArrayParam thresholds() {
    return new DoubleArrayParam(
        this,
        "thresholds",
        "the class with the largest probability / threshold is predicted: one a class, at least 0,"
            + " at most one of them 0",
        new ThresholdBound());
  }

  default double[] getThresholds() {
    return (double[]) getOrDefault(getParam("thresholds"));
  }

  default S setThresholds(double... value) {
    return with("thresholds", value);
  }
}
