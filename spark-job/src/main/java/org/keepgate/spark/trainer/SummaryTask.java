package org.keepgate.spark.trainer;

import org.keepgate.sequence.SequenceShare;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;

/** What a worker has to do in an epoch, as a task of Spark. */
final class SummaryTask implements ShareTask<ShareSummary> {
  private static final long serialVersionUID = 1L;

  private final TrainingOptions options;

  SummaryTask(TrainingOptions options) {
    this.options = options;
  }

  @Override
  public ShareSummary run(int worker, SequenceShare share) {
    return ShareSummary.of(worker, share, options);
  }

  @Override
  public String toString() {
    return "the summary of the shares";
  }
}
