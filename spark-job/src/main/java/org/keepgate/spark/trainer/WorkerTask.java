package org.keepgate.spark.trainer;

import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.training.Round;
import org.keepgate.training.RoundStart;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.WorkerOutcome;
import org.keepgate.training.WorkerRun;

/** A worker's part of a round, as a task of Spark; of workers that keep one, with its state. */
final class WorkerTask implements ShareTask<WorkerOutcome>, StateTask<WorkerOutcome> {
  private static final long serialVersionUID = 1L;

  private final NetworkSpec spec;
  private final TrainingOptions options;
  private final Round round;
  private final RoundInput input;

  WorkerTask(NetworkSpec spec, TrainingOptions options, Round round, RoundInput input) {
    this.spec = spec;
    this.options = options;
    this.round = round;
    this.input = input;
  }

  @Override
  public WorkerOutcome run(int worker, SequenceShare share) {
    return run(worker, share, input.start());
  }

  private WorkerOutcome run(int worker, SequenceShare share, RoundStart start) {
    return new WorkerRun(spec, options, Gemm.chosen())
        .run(worker, share, round, start, input.carried(worker));
  }

  @Override
  public WorkerOutcome run(int worker, SequenceShare share, OptimizerState kept) {
    return run(worker, share, input.start().withOptimizer(kept)).keeping(kept);
  }

  @Override
  public String batch(int worker, SequenceShare share) {
    ShareSummary summary = ShareSummary.of(worker, share, options);
    return MemoryShortage.batch(summary.maxRows(), summary.maxPackedRows());
  }

  @Override
  public String toString() {
    return "round " + (round.index() + 1) + " (epoch " + (round.epoch() + 1) + ")";
  }
}
