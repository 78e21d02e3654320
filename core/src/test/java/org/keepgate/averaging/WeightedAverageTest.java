package org.keepgate.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.RandomStream;

@DisplayName("Averaging weighted by work")
class WeightedAverageTest {

  @Test
  @DisplayName("is Σ w x / Σ w")
  void isTheWeightedMean() {
    WeightedAverage average = new WeightedAverage();
    average.add(1, new float[] {1, 10});
    average.add(3, new float[] {5, -2});
    average.add(4, new float[] {2, 0.5f});
    assertArrayEquals(new float[] {3, 0.75f}, average.mean());
    assertEquals(8, average.weightSum());
  }

  @Test
  @DisplayName("one array alone is its own mean, not copied")
  void aloneKeepsItsBits() {
    float[] values = anyFloats(1);
    WeightedAverage average = new WeightedAverage();
    average.add(12345.678, values);
    assertSame(values, average.mean());
  }

  @Test
  @DisplayName(
      "equal arrays come out with the same bits, whatever their weights, −0 and subnormal numbers"
          + " included")
  void equalsKeepTheirBits() {
    float[] values = anyFloats(2);
    values[0] = -0f;
    values[1] = Float.MIN_VALUE;
    values[2] = -Float.MAX_VALUE;
    RandomStream random = new RandomStream(3);
    for (int trial = 0; trial < 20; trial++) {
      WeightedAverage average = new WeightedAverage();
      int workers = 2 + random.nextInt(30);
      for (int worker = 0; worker < workers; worker++) {
        average.add(1 + random.nextInt(1_000_000) + random.nextDouble(), values.clone());
      }
      assertSameBits(values, meanOf(average));
    }
  }

  @Test
  @DisplayName("weight 0 changes no bit, first, last or between, even with NaN in it")
  void nothingWeighsNothing() {
    float[] idle = anyFloats(4);
    Arrays.fill(idle, 0, 50, Float.NaN);
    float[] first = anyFloats(5);
    float[] second = anyFloats(6);
    WeightedAverage with = new WeightedAverage();
    with.add(0, idle);
    with.add(7, first);
    with.add(0, idle);
    with.add(9, second);
    with.add(0, idle);
    WeightedAverage without = new WeightedAverage();
    without.add(7, first);
    without.add(9, second);
    assertSameBits(meanOf(without), meanOf(with));
  }

  @Test
  @DisplayName(
      "two workers may come in either order; sums of more are taken in the order of adding")
  void orderOfAdding() {
    float[] a = {1f};
    float[] b = {0x1p-53f};
    float[] c = {-1f};
    assertArrayEquals(mean(a, b), mean(b, a));
    assertArrayEquals(new float[] {0}, mean(a, b, c)); // 1 + 2⁻⁵³ = 1 in double
    assertArrayEquals(new float[] {(float) (0x1p-53 / 3)}, mean(a, c, b));
  }

  @Test
  @DisplayName("nothing added, or nothing of any weight, has no mean")
  void nothingAdded() {
    WeightedAverage average = new WeightedAverage();
    assertNull(average.mean());
    average.add(0, new float[] {9, 9, 9});
    assertNull(average.mean());
  }

  @Test
  @DisplayName("negative, infinite and NaN weights and arrays of another length are refused")
  void refuses() {
    WeightedAverage average = new WeightedAverage();
    average.add(1, new float[3]);
    assertThrows(IllegalArgumentException.class, () -> average.add(1, new float[2]));
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> average.add(weight, new float[3]));
    }
  }

  private static float[] mean(float[]... arrays) {
    WeightedAverage average = new WeightedAverage();
    for (float[] array : arrays) {
      average.add(1, array);
    }
    return meanOf(average);
  }

  private static float[] meanOf(WeightedAverage average) {
    return Objects.requireNonNull(average.mean());
  }

  /** Finite floats of all magnitudes. */
  private static float[] anyFloats(long seed) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      float value;
      do {
        value = Float.intBitsToFloat((int) random.nextLong());
      } while (!Float.isFinite(value));
      values[i] = value;
    }
    return values;
  }

  private static void assertSameBits(float[] expected, float[] actual) {
    assertArrayEquals(bits(expected), bits(actual));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
