package org.keepgate.spark.trainer;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.keepgate.analysis.Inspection;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.dataset.JobDescription;

/**
 * Looks inside a network over shares, each on its executor; what is seen is added in their order.
 */
public final class DistributedInspector {

  private DistributedInspector() {}

  /**
   * What is seen over all sequences.
   *
   * @param shares in as many partitions as one likes
   * @param maxLag steps that errors are followed back
   * @param batchSize sequences side by side
   */
  public static Inspection inspect(
      NetworkSpec spec,
      float[] parameters,
      JavaRDD<SequenceBlock> shares,
      int maxLag,
      int batchSize) {
    WorkerShares checked = WorkerShares.of(shares, spec.format());
    Inspection all = new Inspection(spec, maxLag);
    Broadcast<float[]> global = checked.spark().broadcast(parameters);
    try {
      JobDescription.during(
          checked.spark().sc(),
          "inspection: look at " + Count.of(checked.count(), "share"),
          () ->
              InWorkerOrder.forEach(
                  checked.map(new InspectionTask(spec, global, maxLag, batchSize)), all::add));
      return all;
    } finally {
      global.destroy();
    }
  }
}
