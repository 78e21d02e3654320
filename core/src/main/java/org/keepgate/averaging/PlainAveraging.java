package org.keepgate.averaging;

import org.keepgate.optimizer.OptimizerState;

/**
 * The next model is the workers' mean, weighted by work (McDonald, Hall and Mann, 2010; local SGD:
 * Stich, 2019).
 *
 * <pre>
 *   W ← Σ w_k W_k / Σ w_k       W    parameters               w_k  work of worker k: its targets
 *                               W_k  those of worker k after its steps of the round
 * </pre>
 */
final class PlainAveraging implements AveragingStrategy {
  private final OptimizerStatePolicy policy;

  PlainAveraging(OptimizerStatePolicy policy) {
    this.policy = policy;
  }

  @Override
  public GlobalModel next(GlobalModel before, WorkerMean mean, RoundPace pace) {
    float[] values = mean.values();
    if (values == null) {
      return before;
    }
    return new GlobalModel(
        values,
        policy == OptimizerStatePolicy.AVERAGE ? averaged(mean) : before.optimizer(),
        before.averaging().withOptimizers(mean.optimizers()));
  }

  /** The workers' mean state, its step rounded. */
  static OptimizerState averaged(WorkerMean mean) {
    return new OptimizerState(Math.round(mean.steps()), mean.moments());
  }
}
