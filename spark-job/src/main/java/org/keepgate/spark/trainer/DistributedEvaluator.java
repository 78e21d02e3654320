package org.keepgate.spark.trainer;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.dataset.JobDescription;

/**
 * Evaluates a network over shares, each on its executor; the sums are added in the order of the
 * shares, so that the metrics have the same bits wherever they are computed.
 */
public final class DistributedEvaluator {

  private DistributedEvaluator() {}

  /**
   * The sums over all sequences.
   *
   * @param shares in as many partitions as one likes; the bits depend on how they are dealt
   * @param batchSize sequences side by side
   * @param segmentLength time steps of a segment; 0 = a usual number
   */
  public static MetricSums evaluate(
      NetworkSpec spec,
      float[] parameters,
      JavaRDD<SequenceBlock> shares,
      int batchSize,
      int segmentLength) {
    WorkerShares checked = WorkerShares.of(shares, spec.format());
    return evaluate(spec, parameters, checked, batchSize, segmentLength, "evaluation: judge");
  }

  static MetricSums evaluate(
      NetworkSpec spec,
      float[] parameters,
      WorkerShares shares,
      int batchSize,
      int segmentLength,
      String purpose) {
    MetricSums sums = new MetricSums(spec.format().targetKind(), spec.format().outputSize());
    Broadcast<float[]> global = shares.spark().broadcast(parameters);
    try {
      JobDescription.during(
          shares.spark().sc(),
          purpose + " on " + Count.of(shares.count(), "share"),
          () ->
              InWorkerOrder.forEach(
                  shares.map(new EvaluationTask(spec, global, batchSize, segmentLength)),
                  sums::add));
      return sums;
    } finally {
      global.destroy();
    }
  }
}
