package org.keepgate.evaluation;

import org.keepgate.head.MetricSink;
import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SegmentBatcher;
import org.keepgate.sequence.SequenceShare;

/**
 * Runs a network forward over a share. Sequences are cut into segments that carry their state, so
 * that memory is bounded for any length; bidirectional layers, and losses of label sequences, see
 * whole sequences.
 */
public final class Inference {
  private static final int USUAL_SEGMENT = 128;

  private Inference() {}

  /** Sees each minibatch after the forward pass. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One minibatch has run.
     *
     * @param before time steps of its sequences in the segments before
     */
    void ran(Network network, Minibatch batch, int before);
  }

  /**
   * Runs all minibatches; a share without sequences has none.
   *
   * @param batchSize sequences side by side
   * @param segmentLength time steps of a segment; 0 = a usual number
   * @param sums where losses and predictions go
   */
  public static void run(
      NetworkSpec spec,
      float[] parameters,
      SequenceShare share,
      int batchSize,
      int segmentLength,
      Gemm gemm,
      MetricSink sums,
      Visitor visitor) {
    BatchPlan plan =
        spec.needsWholeSequences()
            ? Batcher.plan(share, batchSize, 0, 0, 0, false)
            : segments(share, batchSize, segmentLength);
    if (plan.minibatches() == 0) {
      return;
    }
    int packedRows = Math.toIntExact(plan.maxTotalRows());
    try (Network network = new Network(spec, gemm, plan.maxRows(), packedRows)) {
      network.setParameters(parameters);
      Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
      float[] carried = new float[spec.carriedSize(plan.maxRows())];
      int before = 0;
      int steps = 0;
      for (int index = 0; index < plan.minibatches(); index++) {
        plan.fill(index, batch);
        before = batch.continues() ? before + steps : 0;
        steps = batch.steps();
        network.forward(batch, carried, false, 0, sums);
        visitor.ran(network, batch, before);
      }
    }
  }

  private static BatchPlan segments(SequenceShare share, int batchSize, int segmentLength) {
    int length = segmentLength == 0 ? USUAL_SEGMENT : segmentLength;
    return SegmentBatcher.plan(share, batchSize, length, 0, 0, 0, false);
  }
}
