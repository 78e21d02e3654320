package org.keepgate.cell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.keepgate.math.Activations;

/** The function of a plain recurrent network, f of h = f(W x + R h' + b). */
public enum VanillaActivation {
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

  /** Every {@link #key}. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(VanillaActivation::key).toList();
  }

  /**
   * The function of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static VanillaActivation of(String key) {
    for (VanillaActivation activation : values()) {
      if (activation.key().equals(key)) {
        return activation;
      }
    }
    throw new IllegalArgumentException("activation is one of " + keys() + ", got " + key);
  }

  /** Name in settings. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** y = f(x); y may be x. */
  abstract void apply(float[] x, float[] y, int n);

  /** d = d∘f'(x), from y = f(x), of the first {@code n} numbers. */
  public abstract void timesDerivative(float[] y, float[] d, int n);
}
