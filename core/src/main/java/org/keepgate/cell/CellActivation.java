package org.keepgate.cell;

import org.keepgate.math.Activations;
import org.keepgate.sequence.Keyed;

/**
 * What squashes the input (g) and the output (h) of a cell of 1997.
 *
 * <pre>
 *   identity            x                                  derivative 1
 *   logistic            σ(x)                               y (1 − y)
 *   tanh                tanh x                             1 − y²
 *   scaled-logistic     2r σ(x) − r = r tanh(x/2)          (r − y²/r) / 2
 * </pre>
 *
 * <p>r is the range: 2 for g (equation A.3) and 1 for h (A.2). Derivatives are functions of the
 * value y alone, so that the backward pass needs no pre-activations.
 */
public enum CellActivation implements Keyed {
  IDENTITY("identity") {
    @Override
    public double value(double x, int range) {
      return x;
    }

    @Override
    public double slope(double y, int range) {
      return 1;
    }

    @Override
    void values(float[] x, float[] y, int n, int range) {
      System.arraycopy(x, 0, y, 0, n);
    }
  },
  LOGISTIC("logistic") {
    @Override
    public double value(double x, int range) {
      return Activations.logistic(x);
    }

    @Override
    public double slope(double y, int range) {
      return y * (1 - y);
    }

    @Override
    void values(float[] x, float[] y, int n, int range) {
      Activations.logistic(x, y, n);
    }
  },
  TANH("tanh") {
    @Override
    public double value(double x, int range) {
      return 2 * Activations.logistic(2 * x) - 1;
    }

    @Override
    public double slope(double y, int range) {
      return 1 - y * y;
    }

    @Override
    void values(float[] x, float[] y, int n, int range) {
      Activations.tanh(x, y, n);
    }
  },
  SCALED_LOGISTIC("scaled-logistic") {
    @Override
    public double value(double x, int range) {
      return range * (2 * Activations.logistic(x) - 1);
    }

    @Override
    public double slope(double y, int range) {
      return 0.5 * (range - y * y / range);
    }

    @Override
    void values(float[] x, float[] y, int n, int range) {
      for (int j = 0; j < n; j++) {
        y[j] = range * Activations.tanh(0.5f * x[j]);
      }
    }
  };

  /** Range of the scaled logistic of a cell's input. */
  public static final int INPUT_RANGE = 2;

  /** Range of the scaled logistic of a cell's output. */
  public static final int OUTPUT_RANGE = 1;

  private final String key;

  CellActivation(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }

  /** y of x, in double. */
  public abstract double value(double x, int range);

  /** dy/dx, from y. */
  public abstract double slope(double y, int range);

  /** {@code y[j]} of {@code x[j]} for the first n; y may be x. */
  abstract void values(float[] x, float[] y, int n, int range);
}
