package org.keepgate.head;

import org.keepgate.math.Activations;
import org.keepgate.math.RandomStream;

/**
 * The components of a mixture at one target: ln(π_j N_j) of each, and what follows from them.
 *
 * <pre>
 *   ln p = ln Σ_j exp(ln π_j N_j)        γ_j = π_j N_j / p      the responsibility of component j
 * </pre>
 */
final class Mixture {
  private final double[] logTerms;
  private final double[] responsibilities;

  Mixture(int components) {
    logTerms = new double[components];
    responsibilities = new double[components];
  }

  int components() {
    return logTerms.length;
  }

  void set(int component, double logTerm) {
    logTerms[component] = logTerm;
  }

  /** ln p of the components that were set; finds their responsibilities too. */
  double logDensity() {
    double max = logTerms[0];
    for (double term : logTerms) {
      max = Math.max(max, term); // NaN if one is
    }
    double sum = 0;
    for (int j = 0; j < logTerms.length; j++) {
      responsibilities[j] = Activations.exp((float) (logTerms[j] - max));
      sum += responsibilities[j];
    }
    for (int j = 0; j < logTerms.length; j++) {
      responsibilities[j] /= sum;
    }
    return max + Activations.log(sum);
  }

  /** γ_j, after {@link #logDensity}. */
  double responsibility(int component) {
    return responsibilities[component];
  }

  /** Σ_j π_j μ_j, with the logarithms of π_j at one place of a row and μ_j at another. */
  float mean(float[] activated, int logWeights, int means) {
    double mean = 0;
    for (int j = 0; j < logTerms.length; j++) {
      mean += (double) Activations.exp(activated[logWeights + j]) * activated[means + j];
    }
    return (float) mean;
  }

  /** Draws a component with probabilities that grow with (π_j / max π)¹⁺ᵇ: of these one is 1. */
  int draw(float[] outputs, int weights, double bias, RandomStream random) {
    float max = 0;
    for (int j = 0; j < logTerms.length; j++) {
      max = Math.max(max, outputs[weights + j]);
    }
    double sum = 0;
    for (int j = 0; j < logTerms.length; j++) {
      logTerms[j] = StrictMath.pow((double) outputs[weights + j] / max, 1 + bias);
      sum += logTerms[j];
    }
    double place = random.nextDouble() * sum;
    int drawn = 0;
    for (int j = 0; j < logTerms.length && place >= 0; j++) {
      drawn = logTerms[j] > 0 ? j : drawn;
      place -= logTerms[j];
    }
    return drawn;
  }
}
