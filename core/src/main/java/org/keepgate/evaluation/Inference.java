package org.keepgate.evaluation;

import org.jspecify.annotations.Nullable;
import org.keepgate.head.MetricSink;
import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.RegularizationOptions;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SegmentBatcher;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/**
 * Runs a network forward over shares, one after another. Sequences are cut into segments that carry
 * their state, so that memory is bounded for any length; bidirectional layers, and losses of label
 * sequences, see whole sequences.
 *
 * <p>The network is made with the first share and kept as long as it is large enough for the next;
 * a larger share has it made anew. It belongs to the thread that runs the first share.
 */
public final class Inference implements AutoCloseable {
  private static final int USUAL_SEGMENT = 128;

  private final NetworkSpec spec;
  private final float[] parameters;
  private final int batchSize;
  private final int segmentLength;
  private final Gemm gemm;
  private final boolean keepsActivations;
  private @Nullable Workplace workplace;

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
   * Of a network that is not made yet.
   *
   * @param batchSize sequences side by side
   * @param segmentLength time steps of a segment; 0 = a usual number
   */
  public Inference(
      NetworkSpec spec, float[] parameters, int batchSize, int segmentLength, Gemm gemm) {
    this(spec, parameters, batchSize, segmentLength, gemm, false);
  }

  private Inference(
      NetworkSpec spec,
      float[] parameters,
      int batchSize,
      int segmentLength,
      Gemm gemm,
      boolean keepsActivations) {
    this.keepsActivations = keepsActivations;
    this.spec = spec;
    this.parameters = parameters;
    this.batchSize = batchSize;
    this.segmentLength = segmentLength;
    this.gemm = gemm;
  }

  /**
   * The same for visitors that look inside: the network keeps activations, and may run backward.
   * Nothing is dropped and no noise added.
   */
  public static Inference keepingActivations(
      NetworkSpec spec, float[] parameters, int batchSize, int segmentLength, Gemm gemm) {
    NetworkSpec quiet = spec.withRegularization(RegularizationOptions.none());
    return new Inference(quiet, parameters, batchSize, segmentLength, gemm, true);
  }

  /**
   * Runs all minibatches of a share; one without sequences has none.
   *
   * @param sums where losses and predictions go
   */
  public void run(SequenceShare share, MetricSink sums, Visitor visitor) {
    BatchPlan plan =
        spec.needsWholeSequences()
            ? Batcher.plan(share, batchSize, 0, 0, 0, false)
            : SegmentBatcher.plan(
                share,
                batchSize,
                segmentLength == 0 ? USUAL_SEGMENT : segmentLength,
                0,
                0,
                0,
                false);
    if (plan.minibatches() > 0) {
      workplace(plan).run(plan, sums, visitor);
    }
  }

  private Workplace workplace(BatchPlan plan) {
    Workplace kept = workplace;
    if (kept != null && kept.holds(plan)) {
      return kept;
    }
    close(); // before the next is made: two would not fit everywhere
    Workplace made = new Workplace(plan, kept);
    workplace = made;
    return made;
  }

  /** Frees the network; the next share would have it made anew. */
  @Override
  public void close() {
    if (workplace != null) {
      workplace.network.close();
      workplace = null;
    }
  }

  /** A network with its weights, and what a minibatch needs besides. */
  private final class Workplace {
    private final int rows;
    private final int packedRows;
    private final Network network;
    private final Minibatch batch;
    private final float[] carried;

    /** Large enough for a plan, and for whatever the one before was large enough for. */
    Workplace(BatchPlan plan, @Nullable Workplace before) {
      SequenceFormat format = spec.format();
      int planned = Math.toIntExact(plan.maxTotalRows());
      rows = Math.max(plan.maxRows(), before == null ? 0 : before.rows);
      packedRows = Math.max(planned, before == null ? 0 : before.packedRows);
      network = new Network(spec, gemm, rows, packedRows);
      try {
        network.setParameters(parameters);
        batch = new Minibatch(format, rows, plan.maxSteps());
        carried = new float[spec.carriedSize(rows)];
      } catch (RuntimeException | Error e) {
        network.close(); // nobody else could
        throw e;
      }
    }

    boolean holds(BatchPlan plan) {
      return plan.maxRows() <= rows && plan.maxTotalRows() <= packedRows;
    }

    void run(BatchPlan plan, MetricSink sums, Visitor visitor) {
      int before = 0;
      int steps = 0;
      for (int index = 0; index < plan.minibatches(); index++) {
        plan.fill(index, batch);
        before = batch.continues() ? before + steps : 0;
        steps = batch.steps();
        network.forward(batch, carried, keepsActivations, 0, sums);
        visitor.ran(network, batch, before);
      }
    }
  }
}
