package org.keepgate.optimizer;

/**
 * The gradient over the root of its sum of squares since the start (Duchi, Hazan and Singer, 2011).
 *
 * <pre>
 *   s ← s + g²                    θ parameters, g gradient, s sum of squares
 *   θ ← (1 − ηλ) θ − η g / (√s + ε)
 * </pre>
 *
 * <p>That is the step of {@link RmsProp}, but nothing of the sum is forgotten.
 */
final class AdaGrad implements Optimizer {
  private final float epsilon;
  private final double weightDecay;

  AdaGrad(double epsilon, double weightDecay) {
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
    RmsProp.update(
        parameters,
        gradient,
        state.vectors()[0],
        (float) (1 - learningRate * weightDecay),
        (float) learningRate,
        1,
        1,
        epsilon);
  }
}
