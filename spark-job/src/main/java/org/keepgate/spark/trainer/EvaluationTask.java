package org.keepgate.spark.trainer;

import org.apache.spark.broadcast.Broadcast;
import org.keepgate.evaluation.Evaluator;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceShare;

/** The evaluation of one share, as a task of Spark. */
final class EvaluationTask implements ShareTask<MetricSums> {
  private static final long serialVersionUID = 1L;

  private final NetworkSpec spec;
  private final Broadcast<float[]> parameters;
  private final int batchSize;
  private final int segmentLength;

  EvaluationTask(
      NetworkSpec spec, Broadcast<float[]> parameters, int batchSize, int segmentLength) {
    this.spec = spec;
    this.parameters = parameters;
    this.batchSize = batchSize;
    this.segmentLength = segmentLength;
  }

  @Override
  public MetricSums run(int worker, SequenceShare share) {
    return Evaluator.evaluate(
        spec, parameters.value(), share, batchSize, segmentLength, Gemm.chosen());
  }

  @Override
  public String toString() {
    return "evaluation";
  }
}
