package org.keepgate.analysis;

import org.keepgate.evaluation.Inference;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/** Looks inside networks, for tests. */
final class Looks {
  private static final Gemm GEMM = Gemm.named("java"); // the same on every machine

  private Looks() {}

  static GateStatistics gates(
      NetworkSpec spec, float[] parameters, SequenceShare share, int batchSize) {
    GateStatistics gates = new GateStatistics(spec);
    run(spec, parameters, share, batchSize, 0, gates);
    return gates;
  }

  static GradientFlow flow(
      NetworkSpec spec, float[] parameters, SequenceShare share, int maxLag, int batchSize) {
    GradientFlow flow = new GradientFlow(spec, maxLag, 1);
    run(spec, parameters, share, batchSize, GradientFlow.segment(maxLag), flow);
    flow.requireTargets();
    return flow;
  }

  private static void run(
      NetworkSpec spec,
      float[] parameters,
      SequenceShare share,
      int batchSize,
      int segment,
      Inference.Visitor visitor) {
    SequenceFormat format = spec.format();
    MetricSums sums = new MetricSums(format.targetKind(), format.outputSize());
    try (Inference inference =
        Inference.keepingActivations(spec, parameters, batchSize, segment, GEMM)) {
      inference.run(share, sums, visitor);
    }
  }
}
