package org.keepgate.training;

import java.io.Serializable;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.SequenceShare;

/** How much one worker has to do in an epoch. */
public final class ShareSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int worker;
  private final int sequences;
  private final long steps;
  private final long targets;
  private final int minibatches;
  private final int maxRows;
  private final long maxPackedRows;

  /**
   * A summary.
   *
   * @param steps time steps of all sequences
   * @param targets time steps with a target
   * @param minibatches of an epoch, the same in every epoch
   * @param maxRows most sequences of a minibatch
   * @param maxPackedRows most packed rows of a minibatch
   */
  public ShareSummary(
      int worker,
      int sequences,
      long steps,
      long targets,
      int minibatches,
      int maxRows,
      long maxPackedRows) {
    this.worker = worker;
    this.sequences = sequences;
    this.steps = steps;
    this.targets = targets;
    this.minibatches = minibatches;
    this.maxRows = maxRows;
    this.maxPackedRows = maxPackedRows;
  }

  /** What an epoch of a share comes to under these options. */
  public static ShareSummary of(int worker, SequenceShare share, TrainingOptions options) {
    BatchPlan plan = EpochPlan.of(share, options, 0, worker);
    return new ShareSummary(
        worker,
        share.count(),
        share.steps(),
        share.targets(),
        plan.minibatches(),
        plan.maxRows(),
        plan.maxTotalRows());
  }

  /** Number of the worker, from 0. */
  public int worker() {
    return worker;
  }

  public int sequences() {
    return sequences;
  }

  /** Time steps of all sequences. */
  public long steps() {
    return steps;
  }

  /** Time steps with a target. */
  public long targets() {
    return targets;
  }

  /** Minibatches of an epoch, the same in every epoch. */
  public int minibatches() {
    return minibatches;
  }

  /** Most sequences of a minibatch. */
  public int maxRows() {
    return maxRows;
  }

  /** Most packed rows of a minibatch. */
  public long maxPackedRows() {
    return maxPackedRows;
  }
}
