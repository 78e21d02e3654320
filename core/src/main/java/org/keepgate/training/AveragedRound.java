package org.keepgate.training;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.WorkerMean;
import org.keepgate.evaluation.MetricSums;

/**
 * The outcomes of all workers of a round, reduced to one.
 *
 * @param mean of parameters or gradients, and of optimizer states
 * @param metrics summed in worker order, of the minibatches as they were trained
 * @param carriedByWorker each worker's recurrent state; empty arrays where nothing carries over
 * @param minibatches optimizer steps of all workers
 * @param gradientNormSum over these steps, before clipping
 * @param fingerprint of the arithmetic, the same for all workers unless a mixed round was allowed
 * @param diagnostics nothing depends on them
 * @param skipped minibatches that diverged and were left out, in the order of the workers
 * @param divergence of the first worker that diverged; then the rest is not to be used
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record AveragedRound(
    WorkerMean mean,
    MetricSums metrics,
    float[][] carriedByWorker,
    long minibatches,
    double gradientNormSum,
    String fingerprint,
    RoundDiagnostics diagnostics,
    List<Divergence> skipped,
    @Nullable Divergence divergence) {

  public AveragedRound {
    skipped = List.copyOf(skipped);
  }

  /** This, with other diagnostics. */
  public AveragedRound withDiagnostics(RoundDiagnostics value) {
    return new AveragedRound(
        mean,
        metrics,
        carriedByWorker,
        minibatches,
        gradientNormSum,
        fingerprint,
        value,
        skipped,
        divergence);
  }
}
