package org.keepgate.head;

import org.keepgate.math.Activations;

/**
 * Any number of labels at once, each with a logistic probability of its own, independent given the
 * row: as for the notes of polyphonic music (Boulanger-Lewandowski et al., 2012).
 *
 * <pre>
 *   p_k  = logistic(a_k)
 *   loss = −Σ_k t_k ln p_k + (1 − t_k) ln(1 − p_k)    over the labels whose t_k is known
 *        =  Σ_k max(a_k, 0) − t_k a_k + ln(1 + e^−|a_k|)
 *   ∂loss/∂a_k = p_k − t_k, 0 where t_k is unknown
 * </pre>
 *
 * <p>Activated rows are still the pre-activations a: a probability near 1 would have lost what is
 * left to 1.
 */
public final class BernoulliHead implements RowHead {
  private final float[] probability;

  /** A head of so many labels. */
  public BernoulliHead(int labels) {
    probability = new float[labels];
  }

  @Override
  public int width() {
    return probability.length;
  }

  @Override
  public void activate(float[] row) {}

  @Override
  public void predict(float[] row) {
    Activations.logistic(row, row, row.length);
  }

  @Override
  public void score(float[] activated, RowTarget target, MetricSink sums) {
    float[] labels = target.values();
    double loss = 0;
    for (int k = 0; k < labels.length; k++) {
      if (!Float.isNaN(labels[k])) {
        double a = activated[k];
        loss += Math.max(a, 0) - labels[k] * a + StrictMath.log1p(StrictMath.exp(-Math.abs(a)));
      }
    }
    Activations.logistic(activated, probability, probability.length);
    sums.addLabels(labels, probability, labels.length, loss);
  }

  @Override
  public void differentiate(float[] activated, RowTarget target) {
    float[] labels = target.values();
    Activations.logistic(activated, probability, probability.length);
    for (int k = 0; k < labels.length; k++) {
      activated[k] = Float.isNaN(labels[k]) ? 0 : probability[k] - labels[k];
    }
  }
}
