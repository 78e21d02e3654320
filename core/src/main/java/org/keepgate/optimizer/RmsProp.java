package org.keepgate.optimizer;

/**
 * The gradient over its running root mean square (Tieleman and Hinton, 2012).
 *
 * <pre>
 *   n ← ρ n + (1 − ρ) g²          θ parameters, g gradient, n mean square, ρ decay
 *   θ ← (1 − ηλ) θ − η g / (√n + ε)
 * </pre>
 */
final class RmsProp implements Optimizer {
  private final double decay;
  private final float epsilon;
  private final double weightDecay;

  RmsProp(double decay, double epsilon, double weightDecay) {
    this.decay = decay;
    this.epsilon = (float) epsilon;
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
    update(
        parameters,
        gradient,
        state.vectors()[0],
        (float) (1 - learningRate * weightDecay),
        (float) learningRate,
        (float) decay,
        (float) (1 - decay),
        epsilon);
  }

  /** n ← old n + fresh g², and the step that follows from it. */
  static void update(
      float[] p,
      float[] g,
      float[] n,
      float keep,
      float rate,
      float old,
      float fresh,
      float epsilon) {
    int size = p.length;
    for (int i = 0; i < size; i++) {
      float meanSquare = old * n[i] + fresh * (g[i] * g[i]);
      n[i] = meanSquare;
      p[i] = keep * p[i] - rate * g[i] / ((float) Math.sqrt(meanSquare) + epsilon);
    }
  }
}
