package org.keepgate.optimizer;

/**
 * The centred form of RMSProp with momentum of Graves, "Generating sequences with recurrent neural
 * networks" (2013), equations 38 to 45; there ρ = 0.95, μ = 0.9, η = 1e-4, ε = 1e-4.
 *
 * <pre>
 *   n ← ρ n + (1 − ρ) g²          θ parameters, g gradient
 *   m ← ρ m + (1 − ρ) g           n, m running means of g² and g
 *   Δ ← μ Δ − η g / √(n − m² + ε) Δ the step, μ momentum
 *   θ ← (1 − ηλ) θ + Δ            λ weight decay
 * </pre>
 */
final class GravesRmsProp implements Optimizer {
  private final double decay;
  private final float momentum;
  private final float epsilon;
  private final double weightDecay;

  GravesRmsProp(double decay, double momentum, double epsilon, double weightDecay) {
    this.decay = decay;
    this.momentum = (float) momentum;
    this.epsilon = (float) epsilon;
    this.weightDecay = weightDecay;
  }

  @Override
  public int stateVectors() {
    return 3;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, OptimizerState state, double learningRate) {
    state.nextStep();
    float[][] vectors = state.vectors();
    update(
        parameters,
        gradient,
        vectors[0],
        vectors[1],
        vectors[2],
        (float) (1 - learningRate * weightDecay),
        (float) learningRate);
  }

  private void update(
      float[] p, float[] g, float[] n, float[] m, float[] delta, float keep, float rate) {
    float old = (float) decay;
    float fresh = (float) (1 - decay);
    float momentumNow = momentum;
    float epsilonNow = epsilon;
    int size = p.length;
    for (int i = 0; i < size; i++) {
      float meanSquare = old * n[i] + fresh * (g[i] * g[i]);
      float mean = old * m[i] + fresh * g[i];
      // a variance; rounding may bring it below zero where the gradient is constant and large
      float variance = Math.max(0f, meanSquare - mean * mean);
      float step = momentumNow * delta[i] - rate * g[i] / (float) Math.sqrt(variance + epsilonNow);
      n[i] = meanSquare;
      m[i] = mean;
      delta[i] = step;
      p[i] = keep * p[i] + step;
    }
  }
}
