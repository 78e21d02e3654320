package org.keepgate.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Activations: accurate over the whole range of float, and the same bits everywhere")
class ActivationsTest {

  private interface FloatFunction {
    float of(float x);
  }

  /** Steps over the bit patterns of all floats: every exponent, some 670 thousand arguments. */
  private static float[] wholeRange() {
    int step = 6401; // prime: the low bits of the mantissa vary too
    int count = (int) ((1L << 32) / step);
    float[] x = new float[count + 6];
    for (int j = 0; j < count; j++) {
      x[j] = Float.intBitsToFloat(j * step);
    }
    float[] special = {0f, -0f, 9f, -9f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    System.arraycopy(special, 0, x, count, special.length);
    return x;
  }

  @Test
  @DisplayName("tanh is within 3e-7 of the true value, and never above 1")
  void tanhIsAccurate() {
    float[] x = wholeRange();
    float[] y = new float[x.length];
    Activations.tanh(x, y, x.length);
    for (int j = 0; j < x.length; j++) {
      if (Float.isNaN(x[j])) {
        assertTrue(Float.isNaN(y[j]), "NaN must stay NaN");
      } else {
        assertEquals(StrictMath.tanh(x[j]), y[j], 3e-7, () -> "tanh");
        assertTrue(Math.abs(y[j]) <= 1f, "|tanh| <= 1");
      }
    }
  }

  @Test
  @DisplayName("logistic is within 3e-7 of the true value, between 0 and 1")
  void logisticIsAccurate() {
    float[] x = wholeRange();
    float[] y = new float[x.length];
    Activations.logistic(x, y, x.length);
    for (int j = 0; j < x.length; j++) {
      if (Float.isNaN(x[j])) {
        assertTrue(Float.isNaN(y[j]), "NaN must stay NaN");
      } else {
        assertEquals(1 / (1 + StrictMath.exp(-(double) x[j])), y[j], 3e-7, () -> "logistic");
        assertTrue(y[j] >= 0f && y[j] <= 1f, "0 <= logistic <= 1");
      }
    }
  }

  @Test
  @DisplayName(
      "exp is within 2.5e-7 (two units in the last place) relative, 0 and infinity outside")
  void expIsAccurate() {
    float[] x = wholeRange();
    float[] y = new float[x.length];
    Activations.exp(x, y, x.length);
    for (int j = 0; j < x.length; j++) {
      double expected = StrictMath.exp(x[j]);
      if (Float.isNaN(x[j])) {
        assertTrue(Float.isNaN(y[j]), "NaN must stay NaN");
      } else if (expected > 1.0000002 * Float.MAX_VALUE || expected == 0) {
        assertEquals((float) expected, y[j]);
      } else if (expected < 0.9999998 * Float.MAX_VALUE) {
        double tolerance = Math.max(2.5e-7 * expected, Float.MIN_VALUE); // denormals: a unit
        assertEquals(expected, y[j], tolerance, () -> "exp");
      }
    }
    assertEquals(1f, Activations.exp(0f));
  }

  @Test
  @DisplayName("exp is accurate where softmax uses it: −30 to 0")
  void expIsAccurateForSoftmax() {
    for (float x = -30f; x <= 0f; x += 1e-4f) {
      double expected = StrictMath.exp(x);
      assertEquals(expected, Activations.exp(x), 2.5e-7 * expected);
    }
  }

  @Test
  @DisplayName("tanh and logistic grow up to rounding, and stay at their largest value for ever")
  void saturationIsMonotone() {
    assertMonotone(Activations::tanh, StrictMath::tanh, 1f);
    assertMonotone(Activations::logistic, x -> 1 / (1 + StrictMath.exp(-x)), 1f);
  }

  private static void assertMonotone(FloatFunction f, DoubleUnaryOperator exact, float limit) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float x = -40f; x <= 40f; x += 1e-3f) {
      float y = f.of(x);
      assertTrue(y >= largest - 4e-7f, "falls by more than rounding at " + x);
      largest = Math.max(largest, y);
    }
    for (float x : new float[] {19f, 100f, 1e10f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
      assertEquals(limit, f.of(x));
      assertEquals((float) exact.applyAsDouble(-x), f.of(-x), 1e-7f);
    }
  }

  @Test
  @DisplayName("tanh is odd to the bit, and keeps its relative accuracy for small arguments")
  void tanhOfSmallArguments() {
    for (float x = 1e-30f; x < 1f; x *= 1.37f) {
      assertEquals(-Activations.tanh(x), Activations.tanh(-x));
      double expected = StrictMath.tanh(x);
      assertEquals(expected, Activations.tanh(x), 4e-7 * expected);
    }
  }

  @Test
  @DisplayName("array loops, compiled and vectorised, give the bits of single interpreted calls")
  void compiledBitsAreInterpretedBits() {
    // the first calls of these values are interpreted or lightly compiled; then thousands of loops
    int n = 1027;
    float[] x = new float[n];
    RandomStream random = new RandomStream(7);
    for (int j = 0; j < n; j++) {
      x[j] = 12f * (2f * random.nextFloat() - 1f);
    }
    x[5] = Float.NaN;
    x[6] = Float.NEGATIVE_INFINITY;
    float[] tanh = new float[n];
    float[] logistic = new float[n];
    float[] exp = new float[n];
    for (int j = 0; j < n; j++) {
      tanh[j] = Activations.tanh(x[j]);
      logistic[j] = Activations.logistic(x[j]);
      exp[j] = Activations.exp(x[j]);
    }
    float[] y = new float[n];
    for (int repetition = 0; repetition < 20_000; repetition++) {
      Activations.tanh(x, y, n);
      Activations.logistic(x, y, n);
      Activations.exp(x, y, n);
    }
    assertArrayEquals(exp, y);
    Activations.tanh(x, y, n);
    assertArrayEquals(tanh, y);
    Activations.logistic(x, y, n);
    assertArrayEquals(logistic, y);
  }

  @Test
  @DisplayName("the result may overwrite the argument")
  void resultMayOverwriteArgument() {
    float[] x = {-200f, -1f, 0f, 0.5f, 3f, 100f, Float.NaN};
    for (int n : new int[] {x.length, 3, 0}) {
      float[] expected = x.clone();
      float[] y = x.clone();
      for (int j = 0; j < n; j++) {
        expected[j] = Activations.exp(Activations.logistic(Activations.tanh(x[j])));
      }
      Activations.tanh(y, y, n);
      Activations.logistic(y, y, n);
      Activations.exp(y, y, n);
      assertArrayEquals(expected, y);
    }
  }

  @Test
  @DisplayName("the bits are those written here: on another JDK or processor too")
  void goldenBits() {
    float[] x = {-7.25f, -1.5f, -0.3f, 0.001f, 0.7f, 2.2f, 8.875f};
    int tanh = 1;
    int logistic = 1;
    int exp = 1;
    for (float value : x) {
      tanh = 31 * tanh + Float.floatToIntBits(Activations.tanh(value));
      logistic = 31 * logistic + Float.floatToIntBits(Activations.logistic(value));
      exp = 31 * exp + Float.floatToIntBits(Activations.exp(value));
    }
    assertArrayEquals(
        new int[] {617082030, 1451871864, -1370461812}, new int[] {tanh, logistic, exp});
  }
}
