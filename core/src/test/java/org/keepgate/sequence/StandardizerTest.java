package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.RandomStream;

@DisplayName("Standardizer: columns of mean 0 and deviation 1")
class StandardizerTest {

  @Test
  @DisplayName("mean and deviation agree with exact arithmetic, even where the mean is huge")
  void exact() {
    float[] rows = column(1000, 16_000_000f, 3f); // squares of such floats are beyond 2^47
    Standardizer standardizer = fitted(1, rows);
    BigDecimal count = BigDecimal.valueOf(rows.length);
    BigDecimal mean = BigDecimal.ZERO;
    for (float value : rows) {
      mean = mean.add(new BigDecimal(value));
    }
    mean = mean.divide(count, MathContext.DECIMAL128);
    BigDecimal deviation = BigDecimal.ZERO;
    for (float value : rows) {
      BigDecimal difference = new BigDecimal(value).subtract(mean);
      deviation = deviation.add(difference.multiply(difference));
    }
    double scale = Math.sqrt(deviation.divide(count, MathContext.DECIMAL128).doubleValue());
    assertEquals(mean.doubleValue(), standardizer.mean(0), 1e-15 * 16e6);
    assertEquals(scale, standardizer.scale(0), 1e-9 * scale); // 16e6 / 3 takes seven digits
  }

  @Test
  @DisplayName("sums merged from parts are those of the whole, and the same bits in the same order")
  void merged() {
    float[] rows = column(3000, 50f, 7f);
    Standardizer whole = fitted(3, rows);
    Standardizer parts = merged(rows, 300, 303, 2100, 3000);
    for (int c = 0; c < 3; c++) {
      assertEquals(whole.mean(c), parts.mean(c), 1e-13 * 50);
      assertEquals(whole.scale(c), parts.scale(c), 1e-12 * 7);
    }
    assertEquals(parts, merged(rows, 300, 303, 2100, 3000));
    assertEquals(parts, merged(rows, 0, 300, 303, 303, 2100, 3000)); // empty parts change nothing
  }

  @Test
  @DisplayName("standardized columns have mean 0 and deviation 1, and inverting gives them back")
  void applyAndInvert() {
    float[] rows = column(2000, -40f, 5f);
    Standardizer standardizer = fitted(2, rows);
    float[] changed = rows.clone();
    standardizer.apply(changed);
    Standardizer after = fitted(2, changed);
    for (int c = 0; c < 2; c++) {
      assertEquals(0, after.mean(c), 1e-6); // rounding to float
      assertEquals(1, after.scale(c), 1e-6);
    }
    standardizer.invert(changed);
    assertArrayEquals(rows, changed, 1e-5f);
  }

  @Test
  @DisplayName("NaN is neither counted nor changed")
  void missing() {
    float[] rows = {1, Float.NaN, 3, 10, Float.NaN, 20};
    Standardizer.Sums sums = new Standardizer.Sums(2);
    sums.add(rows);
    assertEquals(2, sums.count(0));
    assertEquals(2, sums.count(1));
    Standardizer standardizer = sums.standardizer();
    assertEquals(2, standardizer.mean(0));
    assertEquals(15, standardizer.mean(1));
    assertEquals(1, standardizer.scale(0));
    assertEquals(5, standardizer.scale(1));
    standardizer.apply(rows);
    assertArrayEquals(new float[] {-1, Float.NaN, 1, -1, Float.NaN, 1}, rows);
  }

  @Test
  @DisplayName("a column that never changes, or was never seen, has scale 1")
  void constant() {
    float[] rows = new float[300];
    for (int k = 0; k < rows.length; k += 3) {
      rows[k] = 0.1f;
      rows[k + 1] = Float.NaN;
      rows[k + 2] = 123456.79f;
    }
    Standardizer standardizer = merged(rows, 30, 150, 300);
    for (int c = 0; c < 3; c++) {
      assertEquals(1, standardizer.scale(c));
    }
    standardizer.apply(rows);
    assertTrue(rows[0] == 0 && Float.isNaN(rows[1]) && rows[2] == 0, Arrays.toString(rows));
  }

  @Test
  @DisplayName(
      "a serialised copy, and one made from its numbers, is equal; wrong numbers are refused")
  void copies() {
    Standardizer standardizer = fitted(2, column(100, 1f, 2f));
    assertEquals(standardizer, Copies.serialised(standardizer));
    double[] means = {standardizer.mean(0), standardizer.mean(1)};
    double[] scales = {standardizer.scale(0), standardizer.scale(1)};
    assertEquals(standardizer, Standardizer.of(means, scales));
    scales[1] = 0;
    assertThrows(IllegalArgumentException.class, () -> Standardizer.of(means, scales));
    assertThrows(IllegalArgumentException.class, () -> standardizer.apply(new float[3]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Standardizer.Sums(2).add(new Standardizer.Sums(3)));
  }

  private static Standardizer fitted(int columns, float[] rows) {
    Standardizer.Sums sums = new Standardizer.Sums(columns);
    sums.add(rows);
    return sums.standardizer();
  }

  /** Sums of three columns, each part summed on its own. */
  private static Standardizer merged(float[] rows, int... ends) {
    Standardizer.Sums all = new Standardizer.Sums(3);
    int from = 0;
    for (int end : ends) {
      Standardizer.Sums part = new Standardizer.Sums(3);
      part.add(Arrays.copyOfRange(rows, from, end));
      all.add(part);
      from = end;
    }
    return all.standardizer();
  }

  private static float[] column(int size, float mean, float scale) {
    RandomStream random = new RandomStream(size);
    float[] values = new float[size];
    for (int k = 0; k < size; k++) {
      values[k] = (float) (mean + scale * random.nextGaussian());
    }
    return values;
  }
}
