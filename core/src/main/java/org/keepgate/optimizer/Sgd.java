package org.keepgate.optimizer;

/**
 * Plain steepest descent.
 *
 * <pre>
 *   θ ← (1 − ηλ) θ − η g          θ parameters, g gradient, η learning rate, λ weight decay
 * </pre>
 */
final class Sgd implements Optimizer {
  private final double weightDecay;

  Sgd(double weightDecay) {
    this.weightDecay = weightDecay;
  }

  @Override
  public int stateVectors() {
    return 0;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, OptimizerState state, double learningRate) {
    state.nextStep();
    update(parameters, gradient, (float) (1 - learningRate * weightDecay), (float) learningRate);
  }

  private static void update(float[] p, float[] g, float keep, float rate) {
    int n = p.length;
    for (int i = 0; i < n; i++) {
      p[i] = keep * p[i] - rate * g[i];
    }
  }
}
