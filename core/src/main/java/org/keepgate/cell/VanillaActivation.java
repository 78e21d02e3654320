package org.keepgate.cell;

import java.util.Locale;
import org.keepgate.math.Activations;
import org.keepgate.sequence.Keyed;

/** The function of a plain recurrent network, f of h = f(W x + R h' + b). */
public enum VanillaActivation implements Keyed {
  /** tanh x. */
  TANH {
    @Override
    void apply(float[] x, float[] y, int n) {
      Activations.tanh(x, y, n);
    }

    @Override
    public void timesDerivative(float[] y, float[] d, int n) {
      Elementwise.timesTanhDerivative(y, d, n);
    }
  },
  /** σ(x). */
  LOGISTIC {
    @Override
    void apply(float[] x, float[] y, int n) {
      Activations.logistic(x, y, n);
    }

    @Override
    public void timesDerivative(float[] y, float[] d, int n) {
      Elementwise.timesLogisticDerivative(y, d, n);
    }
  },
  /** max(0, x), whose derivative at 0 is taken as 0. */
  RELU {
    @Override
    void apply(float[] x, float[] y, int n) {
      for (int j = 0; j < n; j++) {
        y[j] = Math.max(0, x[j]);
      }
    }

    @Override
    public void timesDerivative(float[] y, float[] d, int n) {
      for (int j = 0; j < n; j++) {
        d[j] = y[j] > 0 ? d[j] : 0;
      }
    }
  };

  @Override
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** γ: the largest slope anywhere. */
  public double largestSlope() {
    return this == LOGISTIC ? 0.25 : 1;
  }

  /** y = f(x); y may be x. */
  abstract void apply(float[] x, float[] y, int n);

  /** d = d∘f'(x), from y = f(x), of the first {@code n} numbers. */
  public abstract void timesDerivative(float[] y, float[] d, int n);
}
