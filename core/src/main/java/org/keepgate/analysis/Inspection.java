package org.keepgate.analysis;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.keepgate.evaluation.Inference;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceShare;

/**
 * Everything that is looked at inside a network while it runs over sequences once. Inspections of
 * shares add up, in the order of the shares.
 */
public final class Inspection implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final long FOLLOWED = 4; // minibatches whose errors are followed, about

  private final int maxLag;
  private final MetricSums sums;
  private final @Nullable GateStatistics gates;
  private GradientFlow flow;

  /**
   * Nothing looked at yet.
   *
   * @param maxLag steps that errors are followed back, at least 1
   */
  public Inspection(NetworkSpec spec, int maxLag) {
    this.maxLag = maxLag;
    this.sums = new MetricSums(spec.format().targetKind(), spec.format().outputSize());
    this.gates = spec.anatomy().gates().isEmpty() ? null : new GateStatistics(spec);
    this.flow = new GradientFlow(spec, maxLag, 1);
  }

  /**
   * Looks at a share; of a long one the errors of some minibatches only, spread over it.
   *
   * @param spec as at the start: not kept, because what is seen travels by Kryo, too
   * @param batchSize sequences side by side
   */
  public void run(
      NetworkSpec spec, float[] parameters, SequenceShare share, int batchSize, Gemm gemm) {
    int segment = GradientFlow.segment(maxLag);
    long minibatches = share.steps() / ((long) segment * batchSize);
    flow = new GradientFlow(spec, maxLag, (int) Math.max(1, minibatches / FOLLOWED));
    try (Inference inference =
        Inference.keepingActivations(spec, parameters, batchSize, segment, gemm)) {
      inference.run(
          share,
          sums,
          (network, batch, before) -> {
            if (gates != null) {
              gates.ran(network, batch, before);
            }
            flow.ran(network, batch, before); // the last: δ takes the place of activations
          });
    }
  }

  /** Adds what was seen elsewhere of the same network. */
  public void add(Inspection other) {
    sums.add(other.sums);
    if (gates != null && other.gates != null) {
      gates.add(other.gates);
    }
    flow.add(other.flow);
  }

  /** Losses and predictions. */
  public MetricSums sums() {
    return sums;
  }

  /** What the gates do; null where the cell has none. */
  public @Nullable GateStatistics gates() {
    return gates;
  }

  /** How far errors reach back. */
  public GradientFlow flow() {
    return flow;
  }
}
