package org.keepgate.evaluation;

import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SegmentBatcher;
import org.keepgate.sequence.SequenceShare;

/**
 * Runs a network over sequences and sums its metrics: every sequence from a zero state to its end,
 * without dropout.
 *
 * <p>Sequences are cut into segments through which the state carries over, so that memory is
 * bounded for any length; the order is fixed.
 */
public final class Evaluator {
  /** Time steps of a segment where training has none to offer (full BPTT). */
  private static final int USUAL_SEGMENT = 128;

  private Evaluator() {}

  /**
   * Evaluates; a share without sequences has sums of nothing.
   *
   * @param batchSize sequences side by side
   * @param segmentLength time steps of a segment; 0 = a usual number
   */
  public static MetricSums evaluate(
      NetworkSpec spec,
      float[] parameters,
      SequenceShare share,
      int batchSize,
      int segmentLength,
      Gemm gemm) {
    MetricSums sums = new MetricSums(spec.format().targetKind(), spec.format().outputSize());
    int length = segmentLength == 0 ? USUAL_SEGMENT : segmentLength;
    BatchPlan plan = SegmentBatcher.plan(share, batchSize, length, 0, 0, 0, false);
    if (plan.minibatches() == 0) {
      return sums;
    }
    int packedRows = Math.toIntExact(plan.maxTotalRows());
    try (Network network = new Network(spec, gemm, plan.maxRows(), packedRows)) {
      network.setParameters(parameters);
      Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
      float[] carried = new float[spec.carriedSize(plan.maxRows())];
      for (int index = 0; index < plan.minibatches(); index++) {
        plan.fill(index, batch);
        network.forward(batch, carried, false, 0, sums);
      }
    }
    return sums;
  }
}
