package org.keepgate.optimizer;

/**
 * Steepest descent with momentum (Polyak, 1964), or with Nesterov's look-ahead, both in the form in
 * which the learning rate multiplies the velocity, so that a change of rate acts at once.
 *
 * <pre>
 *   v ← μ v + g                   θ parameters, g gradient, v velocity, μ momentum
 *   θ ← (1 − ηλ) θ − η v          plain
 *   θ ← (1 − ηλ) θ − η (g + μ v)  Nesterov (Sutskever et al., 2013)
 * </pre>
 */
final class Momentum implements Optimizer {
  private final float momentum;
  private final boolean nesterov;
  private final double weightDecay;

  Momentum(double momentum, boolean nesterov, double weightDecay) {
    this.momentum = (float) momentum;
    this.nesterov = nesterov;
    this.weightDecay = weightDecay;
  }

  @Override
  public int stateVectors() {
    return 1;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, OptimizerState state, double learningRate) {
    state.nextStep();
    float keep = (float) (1 - learningRate * weightDecay);
    float[] velocity = state.vectors()[0];
    if (nesterov) {
      lookAhead(parameters, gradient, velocity, keep, (float) learningRate, momentum);
    } else {
      update(parameters, gradient, velocity, keep, (float) learningRate, momentum);
    }
  }

  private static void update(
      float[] p, float[] g, float[] v, float keep, float rate, float momentum) {
    int n = p.length;
    for (int i = 0; i < n; i++) {
      float velocity = momentum * v[i] + g[i];
      v[i] = velocity;
      p[i] = keep * p[i] - rate * velocity;
    }
  }

  private static void lookAhead(
      float[] p, float[] g, float[] v, float keep, float rate, float momentum) {
    int n = p.length;
    for (int i = 0; i < n; i++) {
      float velocity = momentum * v[i] + g[i];
      v[i] = velocity;
      p[i] = keep * p[i] - rate * (g[i] + momentum * velocity);
    }
  }
}
