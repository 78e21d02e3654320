package org.keepgate.spark.job;

import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.report.LearningCurves;

/** Tasks that predict values: judged by the root mean squared error, in units of the data. */
interface ValueWorkload extends Workload {

  /** Whether the loss is that of the mean squared error. */
  boolean squares();

  @Override
  default String metric() {
    return "rmse";
  }

  @Override
  default String measure(Encoding encoding) {
    return LearningCurves.RMSE;
  }

  @Override
  default boolean lowerIsBetter() {
    return true;
  }

  @Override
  default double measureOfLoss(double meanLoss, Encoding encoding) {
    return squares() ? TargetUnits.rootOfSquares(meanLoss, encoding.targets()) : Double.NaN;
  }
}
