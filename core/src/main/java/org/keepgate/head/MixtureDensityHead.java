package org.keepgate.head;

import org.keepgate.math.Activations;
import org.keepgate.math.RandomStream;

/**
 * The density of one value as a mixture of K normal distributions (Bishop, 1994). A row has the
 * columns π̂ (K), μ̂ (K), σ̂ (K).
 *
 * <pre>
 *   π = softmax π̂,  μ = μ̂,  σ = exp σ̂
 *   loss = −ln Σ_j π_j N_j,      N_j = exp(−z_j²/2) / (σ_j √2π),      z_j = (x − μ_j) / σ_j
 *   γ_j  = π_j N_j / Σ_i π_i N_i
 *   ∂loss/∂π̂_j = π_j − γ_j     ∂loss/∂μ̂_j = −γ_j z_j / σ_j     ∂loss/∂σ̂_j = γ_j (1 − z_j²)
 * </pre>
 *
 * <p>An activated row has ln π in the place of π̂, so that everything is summed as logarithms.
 * Outputs are π, μ, σ.
 */
public final class MixtureDensityHead implements DensityHead {
  private static final double LOG_SQRT_2PI = StrictMath.log(2 * StrictMath.PI) / 2;

  private final int components;
  private final Mixture mixture;
  private final float[] mean = new float[1];

  /** A head of so many components K. */
  public MixtureDensityHead(int components) {
    this.components = components;
    this.mixture = new Mixture(components);
  }

  @Override
  public int width() {
    return 3 * components;
  }

  @Override
  public int values() {
    return 1;
  }

  @Override
  public void activate(float[] row) {
    LogSoftmax.apply(row, 0, components);
  }

  @Override
  public void predict(float[] row) {
    LogSoftmax.exponentiate(row, 0, components);
    LogSoftmax.exponentiate(row, 2 * components, components);
  }

  @Override
  public void score(float[] activated, RowTarget target, MetricSink sums) {
    double logDensity = logDensity(activated, target.values()[0]);
    mean[0] = mixture.mean(activated, 0, components);
    sums.addDensity(target.values(), mean, 1, -logDensity);
  }

  @Override
  public void differentiate(float[] activated, RowTarget target) {
    float x = target.values()[0];
    logDensity(activated, x);
    for (int j = 0; j < components; j++) {
      double inverseDeviation = Activations.exp(-activated[2 * components + j]);
      double z = ((double) x - activated[components + j]) * inverseDeviation;
      double gamma = mixture.responsibility(j);
      activated[j] = (float) (Activations.exp(activated[j]) - gamma);
      activated[components + j] = (float) (-gamma * z * inverseDeviation);
      activated[2 * components + j] = (float) (gamma * (1 - z * z));
    }
  }

  private double logDensity(float[] activated, float x) {
    for (int j = 0; j < components; j++) {
      float logDeviation = activated[2 * components + j];
      double z = ((double) x - activated[components + j]) * Activations.exp(-logDeviation);
      mixture.set(j, activated[j] - logDeviation - LOG_SQRT_2PI - z * z / 2);
    }
    return mixture.logDensity();
  }

  @Override
  public void draw(float[] outputs, double bias, RandomStream random, float[] into) {
    int j = mixture.draw(outputs, 0, bias, random);
    double deviation = outputs[2 * components + j] * StrictMath.exp(-bias);
    into[0] = (float) (outputs[components + j] + deviation * random.nextGaussian());
  }
}
