package org.keepgate.optimizer;

/**
 * Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019), epsilon and
 * bias correction placed as in PyTorch's AdamW.
 *
 * <pre>
 *   m ← β₁ m + (1 − β₁) g         θ parameters, g gradient, t number of this step
 *   v ← β₂ v + (1 − β₂) g²        m, v first and second moment
 *   θ ← (1 − ηλ) θ − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
 * </pre>
 */
final class Adam implements Optimizer {
  private final double beta1;
  private final double beta2;
  private final float epsilon;
  private final double weightDecay;

  Adam(double beta1, double beta2, double epsilon, double weightDecay) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = (float) epsilon;
    this.weightDecay = weightDecay;
  }

  @Override
  public int stateVectors() {
    return 2;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, OptimizerState state, double learningRate) {
    long t = state.nextStep();
    double firstCorrection = 1 - power(beta1, t);
    double secondCorrection = 1 - power(beta2, t);
    update(
        parameters,
        gradient,
        state.vectors(),
        (float) (1 - learningRate * weightDecay),
        (float) (learningRate / firstCorrection),
        (float) (1 / Math.sqrt(secondCorrection)));
  }

  private void update(
      float[] p, float[] g, float[][] moments, float keep, float rate, float rootScale) {
    float[] m = moments[0];
    float[] v = moments[1];
    float old1 = (float) beta1;
    float fresh1 = (float) (1 - beta1);
    float old2 = (float) beta2;
    float fresh2 = (float) (1 - beta2);
    float epsilonNow = epsilon;
    int n = p.length;
    for (int i = 0; i < n; i++) {
      float firstMoment = old1 * m[i] + fresh1 * g[i];
      float secondMoment = old2 * v[i] + fresh2 * (g[i] * g[i]);
      m[i] = firstMoment;
      v[i] = secondMoment;
      p[i] =
          keep * p[i]
              - rate * firstMoment / ((float) Math.sqrt(secondMoment) * rootScale + epsilonNow);
    }
  }

  /** By squaring: StrictMath.pow allocates. */
  private static double power(double base, long exponent) {
    double result = 1;
    double square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
