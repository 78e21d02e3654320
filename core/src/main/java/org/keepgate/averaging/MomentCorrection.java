package org.keepgate.averaging;

import org.keepgate.optimizer.OptimizerState;

/**
 * Takes averaged moments of Adam on by the steps that block momentum has moved the parameters
 * beyond the workers' mean: BMUF-Adam (Chen, Ding and Huo, 2020). Without it the moments, and above
 * all the bias correction's number of steps, belong to a model that lies behind.
 *
 * <pre>
 *   ρ ← η ρ' + ζ τ                                        m₀  moment at the start of the round
 *   n = (ζ − 1) τ + η ρ   (classical: η ρ')               m̄   mean of the workers' moments
 *   m ← m₀ (β^(τ+n) − β^τ)/(1 − β^τ)                      τ   mean steps of a worker in the round
 *     + m̄  (1 − β^(τ+n))/(1 − β^τ)                        ρ   steps that Δ stands for
 *   t ← t̄ + n                                             n   steps beyond the mean
 *                                                         t   optimizer steps, t̄ of the workers
 * </pre>
 *
 * <p>It is the moment that n more steps would have led to whose gradients (or squares) were the
 * round's mean (m̄ − β^τ m₀)/(1 − β^τ); the second moment follows with its own β. For ζ = 1 and n =
 * η ρ it is the paper's form.
 */
final class MomentCorrection {
  private final double beta1;
  private final double beta2;

  MomentCorrection(double beta1, double beta2) {
    this.beta1 = beta1;
    this.beta2 = beta2;
  }

  /** The state {@code beyond} steps after the workers' mean. */
  OptimizerState corrected(OptimizerState before, WorkerMean mean, double beyond) {
    double own = mean.steps() - before.step();
    if (beyond == 0 || !(own > 0)) {
      return PlainAveraging.averaged(mean);
    }
    float[] first = moment(beta1, own, beyond, before.vectors()[0], mean.moments()[0]);
    float[] second = moment(beta2, own, beyond, before.vectors()[1], mean.moments()[1]);
    for (int i = 0; i < second.length; i++) {
      second[i] = Math.max(0, second[i]); // rounding must not make a mean of squares negative
    }
    return new OptimizerState(Math.round(mean.steps() + beyond), new float[][] {first, second});
  }

  private static float[] moment(
      double beta, double own, double beyond, float[] start, float[] mean) {
    double kept = StrictMath.pow(beta, own);
    double later = StrictMath.pow(beta, own + beyond);
    double ofStart = (later - kept) / (1 - kept);
    double ofMean = (1 - later) / (1 - kept);
    float[] moment = new float[mean.length];
    for (int i = 0; i < moment.length; i++) {
      moment[i] = (float) (ofStart * start[i] + ofMean * mean[i]);
    }
    return moment;
  }
}
