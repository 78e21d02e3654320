package org.keepgate.spark.trainer;

import org.apache.spark.broadcast.Broadcast;
import org.keepgate.analysis.Inspection;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceShare;

/** The inspection of one share, as a task of Spark. */
final class InspectionTask implements ShareTask<Inspection> {
  private static final long serialVersionUID = 1L;

  private final NetworkSpec spec;
  private final Broadcast<float[]> parameters;
  private final int maxLag;
  private final int batchSize;

  InspectionTask(NetworkSpec spec, Broadcast<float[]> parameters, int maxLag, int batchSize) {
    this.spec = spec;
    this.parameters = parameters;
    this.maxLag = maxLag;
    this.batchSize = batchSize;
  }

  @Override
  public Inspection run(int worker, SequenceShare share) {
    Inspection inspection = new Inspection(spec, maxLag);
    inspection.run(spec, parameters.value(), share, batchSize, Gemm.chosen());
    return inspection;
  }

  @Override
  public String toString() {
    return "inspection";
  }
}
