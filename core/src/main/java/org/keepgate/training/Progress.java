package org.keepgate.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerState;

/** What changes while a worker trains a round: all of it its own. */
final class Progress {
  private static final int EARLY = 10;

  final float[] parameters;
  final float[] gradient;
  final float[] noisyParameters; // where weights have noise; else empty
  final OptimizerState optimizerState;
  final MetricSums metrics;
  long work;
  int minibatches;
  double gradientNormSum;
  double lastGradientNorm;
  double firstLoss = Double.NaN; // of the first step
  double lastLoss = Double.NaN;
  final List<Divergence> skipped = new ArrayList<>(); // minibatches that were left out
  @Nullable Divergence divergence;
  private final double[] earlyLosses = new double[EARLY]; // of the first minibatches, ascending

  /**
   * Copies what a round starts from.
   *
   * @param stateVectors that its optimizer needs; 0 if it makes no steps
   * @param active false for a worker without minibatches, which needs no parameters
   */
  Progress(RoundStart start, NetworkSpec spec, int stateVectors, boolean active) {
    parameters = active ? start.parameters().clone() : new float[0];
    gradient = new float[parameters.length];
    boolean noisy = spec.regularization().weightNoise() > 0;
    noisyParameters = new float[noisy ? parameters.length : 0];
    optimizerState =
        active
            ? own(start.optimizer(), stateVectors, parameters.length)
            : OptimizerState.zero(0, 0);
    metrics = new MetricSums(spec.format().targetKind(), spec.format().outputSize());
  }

  private static OptimizerState own(OptimizerState start, int stateVectors, int parameters) {
    return start.vectors().length == stateVectors
        ? start.copy()
        : OptimizerState.zero(stateVectors, parameters);
  }

  /** One optimizer step more. */
  void count(int targets, double gradientNorm, double loss) {
    firstLoss = minibatches == 0 ? loss : firstLoss;
    lastLoss = loss;
    if (minibatches < EARLY) {
      int at = minibatches;
      for (; at > 0 && earlyLosses[at - 1] > loss; at--) {
        earlyLosses[at] = earlyLosses[at - 1];
      }
      earlyLosses[at] = loss;
    }
    work += targets;
    minibatches++;
    gradientNormSum += gradientNorm;
    lastGradientNorm = gradientNorm;
  }

  /** The upper median loss of the first minibatches, up to ten; NaN before the first. */
  double earlyLoss() {
    return minibatches == 0 ? Double.NaN : earlyLosses[Math.min(minibatches, EARLY) / 2];
  }
}
