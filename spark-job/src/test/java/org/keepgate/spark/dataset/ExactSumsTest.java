package org.keepgate.spark.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.Standardizer;

@DisplayName("Exact sums: mean and deviation do not depend on the order of the rows")
class ExactSumsTest {

  @Test
  @DisplayName("as exact decimal arithmetic has them, over all sizes of numbers")
  void exact() {
    Random random = new Random(7);
    float[] values = new float[999];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt()); // any sign, any exponent
      values[i] = Float.isFinite(values[i]) ? values[i] : 0;
    }
    values[0] = Float.MIN_VALUE;
    values[1] = -Float.MAX_VALUE;
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (float value : values) {
      sum = sum.add(new BigDecimal(value));
      squares = squares.add(new BigDecimal(value).pow(2));
    }
    BigDecimal count = BigDecimal.valueOf(values.length);
    BigDecimal mean = sum.divide(count, MathContext.DECIMAL128);
    BigDecimal variance =
        squares.multiply(count).subtract(sum.pow(2)).divide(count.pow(2), MathContext.DECIMAL128);
    Standardizer found = standardizer(values);
    assertEquals(mean.doubleValue(), found.mean(0));
    assertEquals(variance.sqrt(MathContext.DECIMAL64).doubleValue(), found.scale(0));
  }

  private static Standardizer standardizer(float[] values) {
    ExactSums sums = new ExactSums(1);
    sums.add(values, 0, values.length);
    return sums.standardizer();
  }

  @Test
  @DisplayName("in any order and in any parts the same bits; a small spread beside a large mean")
  void order() {
    float[] forward = new float[2 * 501];
    float[] backward = new float[2 * 501];
    for (int i = 0; i < 501; i++) {
      forward[2 * i] = 1e7f + i % 3;
      forward[2 * i + 1] = 0.1f * i;
      System.arraycopy(forward, 2 * i, backward, 2 * (500 - i), 2);
    }
    ExactSums whole = new ExactSums(2);
    whole.add(forward, 0, forward.length);
    ExactSums parts = new ExactSums(2);
    ExactSums rest = new ExactSums(2);
    rest.add(backward, 0, 300);
    parts.add(backward, 300, backward.length);
    assertEquals(whole.standardizer(), parts.add(rest).standardizer());
    assertEquals(Math.sqrt(2.0 / 3), whole.standardizer().scale(0), 1e-12);
  }

  @Test
  @DisplayName("a column that never changes, or has no numbers, keeps its units")
  void constant() {
    ExactSums sums = new ExactSums(2);
    sums.add(new float[] {5, Float.NaN, 5, Float.NaN}, 0, 4);
    Standardizer found = sums.standardizer();
    assertEquals(5, found.mean(0));
    assertEquals(1, found.scale(0));
    assertEquals(0, found.mean(1));
    assertEquals(1, found.scale(1));
  }
}
