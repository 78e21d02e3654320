package org.keepgate.math;

/**
 * The transcendental functions of training, made of + − × / and fused multiply-add only, so that
 * interpreter, compiler and every JDK give the same bits.
 *
 * <pre>
 *   tanh x     = 2 N D / (D² + N²)                  N / D ≈ tanh(x/2), u = x²
 *                                                   N = x/2 (1 + n₁u + n₂u²)
 *                                                   D = 1 + d₁u + d₂u² + d₃u³
 *   logistic x = ½ + ½ tanh(x/2)
 *   exp x      = 2ᵏ eʳ                              x = k ln 2 + r, |r| ≤ ½ ln 2
 *                                                   eʳ ≈ 1 + r + r² (e₂ + e₃r + … + e₆r⁴)
 * </pre>
 *
 * <p>The half-angle form of tanh needs one division, is never above 1 (2ND ≤ N² + D²), and damps
 * the rounding errors of N / D as |tanh| grows. The coefficients are our own minimax fits by
 * iteratively reweighted least squares. Every function gives NaN for NaN: a diverging network must
 * be seen.
 *
 * <p>In the array loops all arrays have the same index, which the compiler needs to vectorise.
 */
public final class Activations {
  /** Here the formula of tanh has reached 1f: the largest argument that it is given. */
  private static final float TANH_SATURATION = 9f;

  private static final float N1 = 2.976559e-2f;
  private static final float N2 = 1.140845e-4f;
  private static final float D1 = 0.113098875f;
  private static final float D2 = 1.2057006e-3f;
  private static final float D3 = 1.2256426e-6f;

  /** Outside of these bounds exp is 0 and infinity in float. */
  private static final float EXP_LOWEST = -104f;

  private static final float EXP_HIGHEST = 89f;
  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0.6931472f;
  private static final float LN2_LOW = -1.9046542e-9f;

  /** 1.5 × 2²³: adding and subtracting it rounds a small float to an integer. */
  private static final float ROUNDING = 12582912f;

  private static final float E2 = 0.49999994f;
  private static final float E3 = 0.16666521f;
  private static final float E4 = 0.04166839f;
  private static final float E5 = 0.008368716f;
  private static final float E6 = 0.0013814601f;

  private Activations() {}

  /** Hyperbolic tangent; error ≤ 3e-7 absolute, |result| ≤ 1. */
  public static float tanh(float x) {
    float bounded = Math.max(-TANH_SATURATION, Math.min(TANH_SATURATION, x)); // NaN stays NaN
    float u = bounded * bounded;
    float n = Math.fma(Math.fma(N2, u, N1), u, 1f) * bounded; // 2 N
    float d = Math.fma(Math.fma(Math.fma(D3, u, D2), u, D1), u, 1f);
    return n * d / Math.fma(0.25f * n, n, d * d);
  }

  /** Logistic sigmoid 1 / (1 + e⁻ˣ); error ≤ 3e-7 absolute, 0 ≤ result ≤ 1. */
  public static float logistic(float x) {
    return Math.fma(0.5f, tanh(0.5f * x), 0.5f);
  }

  /** Logistic sigmoid in double: the same bits on every JDK. */
  public static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** e to the power x; error ≤ 2.5e-7 relative, 0 and infinity where float ends. */
  public static float exp(float x) {
    return timesPowerOfTwo(expMantissa(x), x);
  }

  /** Natural logarithm, for losses and reports: the same bits on every JDK. */
  public static double log(double x) {
    return StrictMath.log(x);
  }

  /** {@code y[j] = tanh(x[j])} for the first n; y may be x. */
  public static void tanh(float[] x, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = tanh(x[j]);
    }
  }

  /** {@code y[j] = logistic(x[j])} for the first n; y may be x. */
  public static void logistic(float[] x, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = logistic(x[j]);
    }
  }

  /** {@code y[j] = exp(x[j])} for the first n; y may be x, but is faster when it is not. */
  public static void exp(float[] x, float[] y, int n) {
    if (x == y) {
      for (int j = 0; j < n; j++) {
        y[j] = exp(x[j]);
      }
      return;
    }
    for (int j = 0; j < n; j++) { // vectorised
      y[j] = expMantissa(x[j]);
    }
    for (int j = 0; j < n; j++) { // not vectorised: makes the bits of a float from an integer
      y[j] = timesPowerOfTwo(y[j], x[j]);
    }
  }

  /** eʳ for the r of x. */
  private static float expMantissa(float x) {
    float bounded = Math.max(EXP_LOWEST, Math.min(EXP_HIGHEST, x)); // NaN stays NaN
    float k = Math.fma(bounded, LOG2_E, ROUNDING) - ROUNDING;
    float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, bounded));
    float e = Math.fma(Math.fma(Math.fma(Math.fma(E6, r, E5), r, E4), r, E3), r, E2);
    return 1f + Math.fma(e * r, r, r);
  }

  /** The mantissa times 2ᵏ for the k of x. Not vectorised, and so branches are cheap. */
  private static float timesPowerOfTwo(float mantissa, float x) {
    float bounded = x > EXP_HIGHEST ? EXP_HIGHEST : x < EXP_LOWEST ? EXP_LOWEST : x;
    int k = (int) (Math.fma(bounded, LOG2_E, ROUNDING) - ROUNDING); // 0 of NaN
    if (k > -127 && k < 128) {
      return mantissa * powerOfTwo(k);
    }
    int half = k >> 1; // 2ᵏ itself is out of range
    return mantissa * powerOfTwo(half) * powerOfTwo(k - half);
  }

  private static float powerOfTwo(int exponent) {
    return Float.intBitsToFloat((exponent + 127) << 23);
  }
}
