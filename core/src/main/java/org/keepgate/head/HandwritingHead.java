package org.keepgate.head;

import java.util.Arrays;
import org.keepgate.math.Activations;
import org.keepgate.math.RandomStream;

/**
 * The density of a pen's next move (x₁, x₂) as a mixture of K bivariate normal distributions, and
 * the probability that the stroke ends there, x₃ = 1 (Graves, 2013). A row has the columns ê, π̂
 * (K), μ̂₁ (K), μ̂₂ (K), σ̂₁ (K), σ̂₂ (K), ρ̂ (K): 6K + 1 of them.
 *
 * <pre>
 *   e = 1 / (1 + exp ê),  π = softmax π̂,  μ = μ̂,  σ = exp σ̂,  ρ = tanh ρ̂
 *   z₁ = (x₁ − μ₁)/σ₁,  z₂ = (x₂ − μ₂)/σ₂,  C = 1/(1 − ρ²),  Z = z₁² + z₂² − 2ρ z₁z₂
 *   N    = exp(−CZ/2) / (2π σ₁σ₂ √(1 − ρ²))
 *   loss = −ln Σ_j π_j N_j − x₃ ln e − (1 − x₃) ln(1 − e)
 *   γ_j  = π_j N_j / Σ_i π_i N_i
 *   ∂loss/∂ê  = x₃ − e                            ∂loss/∂π̂  = π − γ
 *   ∂loss/∂μ̂₁ = −γ (C/σ₁)(z₁ − ρ z₂)              ∂loss/∂μ̂₂ = −γ (C/σ₂)(z₂ − ρ z₁)
 *   ∂loss/∂σ̂₁ = −γ (C z₁ (z₁ − ρ z₂) − 1)         ∂loss/∂σ̂₂ = −γ (C z₂ (z₂ − ρ z₁) − 1)
 *   ∂loss/∂ρ̂  = −γ (z₁z₂ + ρ (1 − C Z))
 * </pre>
 *
 * <p>Near |ρ| = 1 nothing is subtracted from 1: with q = exp(−2|ρ̂|), 1 − ρ² = 4q/(1 + q)², and CZ
 * = C (z₁ − ρ z₂)² + z₂². An activated row has ln π in the place of π̂. Outputs are e, π, μ₁, μ₂,
 * σ₁, σ₂, ρ. A move of which a part is unknown has no loss; nor has an unknown end of stroke.
 */
public final class HandwritingHead implements DensityHead {
  private static final double LOG_2PI = StrictMath.log(2 * StrictMath.PI);
  private static final double LOG_4 = StrictMath.log(4);
  private static final int VALUES = 3;

  private final int components;
  private final Mixture mixture;
  private final Component component = new Component();
  private final float[] mean = new float[VALUES];
  private final int weights; // first column of π̂, and so on
  private final int firstMeans;
  private final int secondMeans;
  private final int firstDeviations;
  private final int secondDeviations;
  private final int correlations;

  /** A head of so many components K. */
  public HandwritingHead(int components) {
    this.components = components;
    this.mixture = new Mixture(components);
    weights = 1;
    firstMeans = weights + components;
    secondMeans = firstMeans + components;
    firstDeviations = secondMeans + components;
    secondDeviations = firstDeviations + components;
    correlations = secondDeviations + components;
  }

  @Override
  public int width() {
    return 6 * components + 1;
  }

  @Override
  public int values() {
    return VALUES;
  }

  @Override
  public void activate(float[] row) {
    LogSoftmax.apply(row, weights, components);
  }

  @Override
  public void predict(float[] row) {
    row[0] = Activations.logistic(-row[0]);
    LogSoftmax.exponentiate(row, weights, components);
    LogSoftmax.exponentiate(row, firstDeviations, 2 * components);
    for (int j = 0; j < components; j++) {
      row[correlations + j] = Activations.tanh(row[correlations + j]);
    }
  }

  @Override
  public void score(float[] activated, RowTarget target, MetricSink sums) {
    float[] values = target.values();
    double loss = 0;
    if (knowsMove(values)) {
      loss -= logDensity(activated, values);
    }
    if (!Float.isNaN(values[2])) {
      double a = -activated[0];
      loss += Math.max(a, 0) - values[2] * a + StrictMath.log1p(StrictMath.exp(-Math.abs(a)));
    }
    mean[0] = mixture.mean(activated, weights, firstMeans);
    mean[1] = mixture.mean(activated, weights, secondMeans);
    mean[2] = Activations.logistic(-activated[0]);
    sums.addDensity(values, mean, VALUES, loss);
  }

  @Override
  public void differentiate(float[] activated, RowTarget target) {
    float[] values = target.values();
    float end = values[2];
    activated[0] = Float.isNaN(end) ? 0 : end - Activations.logistic(-activated[0]);
    if (!knowsMove(values)) {
      Arrays.fill(activated, weights, activated.length, 0);
      return;
    }
    logDensity(activated, values);
    for (int j = 0; j < components; j++) {
      component.at(activated, j, values);
      component.differentiate(activated, j, mixture.responsibility(j));
    }
  }

  @Override
  public void draw(float[] outputs, double bias, RandomStream random, float[] into) {
    int j = mixture.draw(outputs, weights, bias, random);
    double narrowing = StrictMath.exp(-bias);
    double rho = outputs[correlations + j];
    double first = random.nextGaussian();
    double second = rho * first + Math.sqrt(1 - rho * rho) * random.nextGaussian();
    into[0] = (float) (outputs[firstMeans + j] + outputs[firstDeviations + j] * narrowing * first);
    into[1] =
        (float) (outputs[secondMeans + j] + outputs[secondDeviations + j] * narrowing * second);
    into[2] = random.nextDouble() < outputs[0] ? 1 : 0;
  }

  private static boolean knowsMove(float[] values) {
    return !Float.isNaN(values[0]) && !Float.isNaN(values[1]);
  }

  private double logDensity(float[] activated, float[] values) {
    for (int j = 0; j < components; j++) {
      component.at(activated, j, values);
      mixture.set(j, activated[weights + j] + component.logDensity());
    }
    return mixture.logDensity();
  }

  /** One component at one target: the symbols of the equations. */
  private final class Component {
    private double logDeviations; // σ̂₁ + σ̂₂
    private double inverseFirst; // 1/σ₁
    private double inverseSecond;
    private double z1;
    private double z2;
    private double rho;
    private double logOneMinusRho2;
    private double c;

    void at(float[] activated, int j, float[] x) {
      logDeviations = (double) activated[firstDeviations + j] + activated[secondDeviations + j];
      inverseFirst = Activations.exp(-activated[firstDeviations + j]);
      inverseSecond = Activations.exp(-activated[secondDeviations + j]);
      z1 = ((double) x[0] - activated[firstMeans + j]) * inverseFirst;
      z2 = ((double) x[1] - activated[secondMeans + j]) * inverseSecond;
      double size = Math.abs(activated[correlations + j]);
      double q = StrictMath.exp(-2 * size);
      rho = Math.copySign((1 - q) / (1 + q), activated[correlations + j]);
      logOneMinusRho2 = LOG_4 - 2 * size - 2 * StrictMath.log1p(q);
      c = (1 + q) * (1 + q) / (4 * q);
    }

    private double scaledDistance() { // C Z
      return c * (z1 - rho * z2) * (z1 - rho * z2) + z2 * z2;
    }

    double logDensity() {
      return -LOG_2PI - logDeviations - logOneMinusRho2 / 2 - scaledDistance() / 2;
    }

    void differentiate(float[] row, int j, double gamma) {
      double first = c * (z1 - rho * z2);
      double second = c * (z2 - rho * z1);
      row[weights + j] = (float) (Activations.exp(row[weights + j]) - gamma);
      row[firstMeans + j] = (float) (-gamma * inverseFirst * first);
      row[secondMeans + j] = (float) (-gamma * inverseSecond * second);
      row[firstDeviations + j] = (float) (-gamma * (z1 * first - 1));
      row[secondDeviations + j] = (float) (-gamma * (z2 * second - 1));
      row[correlations + j] = (float) (-gamma * (z1 * z2 + rho * (1 - scaledDistance())));
    }
  }
}
