package org.keepgate.evaluation;

import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceShare;

/**
 * Runs a network over sequences and sums its metrics: every sequence from a zero state to its end,
 * without dropout.
 *
 * <p>Sequences are cut into segments through which the state carries over, so that memory is
 * bounded for any length; the order is fixed.
 */
public final class Evaluator {
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
    try (Inference inference = new Inference(spec, parameters, batchSize, segmentLength, gemm)) {
      inference.run(share, sums, (network, batch, before) -> {});
    }
    return sums;
  }
}
