package org.keepgate.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.math.RandomStream;

@DisplayName("Clipping of the gradient, by value and by global norm")
class GradientClippingTest {

  @Test
  @DisplayName("without limits only the norm is taken")
  void withoutLimitsNothingChanges() {
    float[] gradient = {3, -4, 12};
    assertEquals(13, GradientClipping.none().clip(gradient));
    assertArrayEquals(new float[] {3, -4, 12}, gradient);
  }

  @Test
  @DisplayName("by value: each entry is brought into its bounds, others are untouched")
  void byValue() {
    float[] gradient = {3, -4, 0.5f, -0.25f, 1};
    double norm = new GradientClipping(1, 0).clip(gradient);
    assertArrayEquals(new float[] {1, -1, 0.5f, -0.25f, 1}, gradient);
    assertEquals(Math.sqrt(26.3125), norm, 1e-12);
  }

  @Test
  @DisplayName("by norm: a longer gradient keeps its direction and gets the limit's length")
  void byNorm() {
    float[] gradient = {3, -4, 12};
    assertEquals(13, new GradientClipping(0, 6.5).clip(gradient));
    assertArrayEquals(new float[] {1.5f, -2, 6}, gradient);
  }

  @Test
  @DisplayName("by norm: a shorter gradient keeps its bits")
  void shorterIsUntouched() {
    float[] gradient = {0.1f, -0.2f, 0.3f};
    new GradientClipping(0, 0.4).clip(gradient);
    assertArrayEquals(new float[] {0.1f, -0.2f, 0.3f}, gradient);
  }

  @Test
  @DisplayName("both: the norm is that of the entries already clipped")
  void valueComesFirst() {
    float[] gradient = {100, 0.75f, 0};
    new GradientClipping(1, 1.25).clip(gradient); // clipped by value its norm is 1.25
    assertArrayEquals(new float[] {1, 0.75f, 0}, gradient);
  }

  @Test
  @DisplayName("what is clipped once is not changed by clipping again")
  void clippingTwiceIsClippingOnce() {
    float[] gradient = gaussian(1000, 3);
    GradientClipping clipping = new GradientClipping(2, 5);
    clipping.clip(gradient);
    float[] once = gradient.clone();
    double norm = clipping.clip(gradient);
    assertEquals(5, norm, 1e-5);
    assertArrayEquals(once, gradient, 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 64, 257})
  @DisplayName("the norm is the root of the sum of squares at every size")
  void normAtEverySize(int size) {
    float[] gradient = gaussian(size, 1);
    double squares = 0;
    for (float entry : gradient) {
      squares += (double) entry * entry;
    }
    assertEquals(Math.sqrt(squares), GradientClipping.norm(gradient), 1e-12 * (1 + squares));
  }

  @Test
  @DisplayName("entries whose squares overflow a float have a finite norm")
  void largeEntries() {
    float[] gradient = {3e30f, 4e30f};
    assertEquals(5e30, new GradientClipping(0, 1).clip(gradient), 1e24);
    assertArrayEquals(new float[] {0.6f, 0.8f}, gradient, 1e-6f);
  }

  @Test
  @DisplayName("NaN and infinity are reported by the norm and left in place")
  void notFinite() {
    float[] gradient = {1, Float.NaN, 30};
    assertTrue(Double.isNaN(new GradientClipping(5, 1).clip(gradient)));
    assertArrayEquals(new float[] {1, Float.NaN, 30}, gradient);
    float[] infinite = {1, Float.NEGATIVE_INFINITY};
    assertEquals(Double.POSITIVE_INFINITY, new GradientClipping(5, 1).clip(infinite));
    assertArrayEquals(new float[] {1, Float.NEGATIVE_INFINITY}, infinite);
  }

  @Test
  @DisplayName("negative limits are refused by name")
  void refusesNegativeLimits() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new GradientClipping(-1, 0))
            .getMessage();
    assertEquals("clipValue must be at least 0 and finite, got -1.0", message);
  }

  private static float[] gaussian(int size, double scale) {
    RandomStream random = new RandomStream(8);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }
}
