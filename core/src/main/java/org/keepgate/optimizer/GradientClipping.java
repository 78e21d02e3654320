package org.keepgate.optimizer;

import java.io.Serializable;

/**
 * Bounds a gradient before the step: first each entry by value, then the whole by its Euclidean
 * norm (Pascanu, Mikolov and Bengio, 2013).
 *
 * <p>Graves's clipping of ∂L/∂pre-activation is another thing: it acts inside the recursion and
 * belongs to the cell.
 *
 * @param byValue each entry is brought into [−byValue, byValue]; 0 = off
 * @param byGlobalNorm a longer gradient is scaled to this norm; 0 = off
 */
public record GradientClipping(double byValue, double byGlobalNorm) implements Serializable {

  public GradientClipping {
    requireLimit("clipValue", byValue);
    requireLimit("clipNorm", byGlobalNorm);
  }

  /** No clipping. */
  public static GradientClipping none() {
    return new GradientClipping(0, 0);
  }

  /**
   * Clips in place.
   *
   * @return the norm before clipping, summed in double in a fixed order; NaN or infinite if any
   *     entry is, and then the gradient is left as it was, for the caller to look at
   */
  public double clip(float[] gradient) {
    double norm = norm(gradient);
    if (!Double.isFinite(norm)) {
      return norm;
    }
    double clipped = norm;
    if (byValue > 0) {
      limit(gradient, (float) byValue);
      clipped = byGlobalNorm > 0 ? norm(gradient) : 0;
    }
    if (byGlobalNorm > 0 && clipped > byGlobalNorm) {
      scale(gradient, (float) (byGlobalNorm / clipped));
    }
    return norm;
  }

  /**
   * The Euclidean norm. Eight partial sums, entry i in sum i mod 8, added in order: a fixed order
   * in which eight additions run at once. The square of a float cannot overflow a double.
   */
  public static double norm(float[] gradient) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int whole = gradient.length & ~7;
    for (int i = 0; i < whole; i += 8) {
      s0 += (double) gradient[i] * gradient[i];
      s1 += (double) gradient[i + 1] * gradient[i + 1];
      s2 += (double) gradient[i + 2] * gradient[i + 2];
      s3 += (double) gradient[i + 3] * gradient[i + 3];
      s4 += (double) gradient[i + 4] * gradient[i + 4];
      s5 += (double) gradient[i + 5] * gradient[i + 5];
      s6 += (double) gradient[i + 6] * gradient[i + 6];
      s7 += (double) gradient[i + 7] * gradient[i + 7];
    }
    for (int i = whole; i < gradient.length; i++) {
      s0 += (double) gradient[i] * gradient[i];
    }
    return Math.sqrt(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)));
  }

  private static void limit(float[] g, float bound) {
    int n = g.length;
    for (int i = 0; i < n; i++) {
      g[i] = Math.min(bound, Math.max(-bound, g[i]));
    }
  }

  private static void scale(float[] g, float factor) {
    int n = g.length;
    for (int i = 0; i < n; i++) {
      g[i] *= factor;
    }
  }

  private static void requireLimit(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) { // false for NaN too
      throw new IllegalArgumentException(name + " must be at least 0 and finite, got " + value);
    }
  }
}
