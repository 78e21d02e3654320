package org.keepgate.spark.job;

import org.keepgate.evaluation.Evaluation;
import org.keepgate.spark.dataset.Encoding;

/** Tasks that predict densities: judged by the negative log-likelihood, in units of the data. */
interface LikelihoodWorkload extends Workload {

  @Override
  default String metric() {
    return "negativeLogLikelihood";
  }

  @Override
  default boolean lowerIsBetter() {
    return true;
  }

  @Override
  default double measureOfLoss(double meanLoss, Encoding encoding) {
    return meanLoss + TargetUnits.logScale(encoding.targets());
  }

  @Override
  default double figure(Evaluation evaluation) {
    return evaluation.negativeLogLikelihood();
  }
}
