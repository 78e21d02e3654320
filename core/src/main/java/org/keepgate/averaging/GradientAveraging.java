package org.keepgate.averaging;

import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.Optimizer;
import org.keepgate.optimizer.OptimizerState;

/**
 * Synchronous training with minibatches as large as those of all workers together: one step on the
 * mean of their gradients (Chen, Pan, Monga, Bengio and Jozefowicz, 2016). With other strategies
 * compared, what averaging parameters costs is seen against this one.
 *
 * <pre>
 *   g ← clip(Σ w_k g_k / Σ w_k)     g_k  gradient of the mean loss of worker k's minibatch
 *   W ← step(W, g)                  w_k  its targets
 * </pre>
 */
final class GradientAveraging implements AveragingStrategy {
  private final Optimizer optimizer;
  private final GradientClipping clipping;

  GradientAveraging(Optimizer optimizer, GradientClipping clipping) {
    this.optimizer = optimizer;
    this.clipping = clipping;
  }

  @Override
  public GlobalModel next(GlobalModel before, WorkerMean mean, RoundPace pace) {
    float[] gradient = mean.values();
    if (gradient == null) {
      return before;
    }
    clipping.clip(gradient);
    float[] parameters = before.parameters().clone();
    OptimizerState state = before.optimizer().copy();
    optimizer.step(parameters, gradient, state, pace.learningRate());
    return new GlobalModel(parameters, state, before.averaging());
  }
}
