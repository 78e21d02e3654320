package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.keepgate.sequence.Standardizer;

/**
 * Σx and Σx² of each column of floats without any rounding, so that mean and deviation depend on
 * neither the order of the rows nor on who has summed which of them.
 *
 * <pre>
 *   |x| = m · 2^(e − 150)          m  24 bits, e  exponent 1 … 254 (0 counts as 1)
 *   Σx  = Σ_e 2^(e − 150) Σ m      one long for each e: exact for 2^39 numbers
 *   Σx² = Σ_e 2^(2e − 300) Σ m²    two longs: the upper and the lower 24 bits of m²
 * </pre>
 */
public final class ExactSums implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int EXPONENTS = 255;
  private static final int LOW_BITS = 24;
  private static final int BIAS = 150;

  private final int columns;
  private final long[] counts;
  private final long[] sums; // [columns × EXPONENTS]
  private final long[] upperSquares;
  private final long[] lowerSquares;

  /** No numbers yet. */
  public ExactSums(int columns) {
    this.columns = columns;
    this.counts = new long[columns];
    this.sums = new long[columns * EXPONENTS];
    this.upperSquares = new long[columns * EXPONENTS];
    this.lowerSquares = new long[columns * EXPONENTS];
  }

  int columns() {
    return columns;
  }

  /** Adds whole rows of finite numbers; NaN is passed over. */
  public void add(float[] rows, int from, int to) {
    for (int i = from, column = 0; i < to; i++) {
      if (!Float.isNaN(rows[i])) {
        add(column, rows[i]);
      }
      column = column + 1 == columns ? 0 : column + 1;
    }
  }

  private void add(int column, float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits >>> 23) & 0xFF;
    long mantissa = exponent == 0 ? bits & 0x7FFFFF : (bits & 0x7FFFFF) | 0x800000;
    int at = column * EXPONENTS + Math.max(1, exponent);
    counts[column]++;
    sums[at] += bits < 0 ? -mantissa : mantissa;
    long square = mantissa * mantissa;
    upperSquares[at] += square >>> LOW_BITS;
    lowerSquares[at] += square & ((1L << LOW_BITS) - 1);
  }

  /** Adds what another has summed. */
  public ExactSums add(ExactSums other) {
    addAll(counts, other.counts);
    addAll(sums, other.sums);
    addAll(upperSquares, other.upperSquares);
    addAll(lowerSquares, other.lowerSquares);
    return this;
  }

  private static void addAll(long[] to, long[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  /** Mean and population deviation of each column; 0 and 1 where there is nothing to scale. */
  Standardizer standardizer() {
    double[] means = new double[columns];
    double[] scales = new double[columns];
    for (int column = 0; column < columns; column++) {
      double scale = 0;
      if (counts[column] > 0) {
        BigDecimal count = BigDecimal.valueOf(counts[column]);
        BigDecimal sum = sum(column);
        means[column] = sum.divide(count, MathContext.DECIMAL128).doubleValue();
        BigDecimal spread = squares(column).multiply(count).subtract(sum.multiply(sum));
        scale =
            spread
                .divide(count.multiply(count), MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL64)
                .doubleValue();
      }
      scales[column] = scale >= Float.MIN_NORMAL ? scale : 1;
    }
    return Standardizer.of(means, scales);
  }

  /** Numbers seen in a column. */
  public long count(int column) {
    return counts[column];
  }

  /** Σx² of a column, rounded once. */
  public double sumOfSquares(int column) {
    return squares(column).doubleValue();
  }

  private BigDecimal sum(int column) {
    BigInteger sum = BigInteger.ZERO;
    for (int e = 1; e < EXPONENTS; e++) {
      sum = sum.add(BigInteger.valueOf(sums[column * EXPONENTS + e]).shiftLeft(e));
    }
    return timesPowerOfTwo(sum, BIAS);
  }

  private BigDecimal squares(int column) {
    BigInteger sum = BigInteger.ZERO;
    for (int e = 1; e < EXPONENTS; e++) {
      int at = column * EXPONENTS + e;
      BigInteger square =
          BigInteger.valueOf(upperSquares[at])
              .shiftLeft(LOW_BITS)
              .add(BigInteger.valueOf(lowerSquares[at]));
      sum = sum.add(square.shiftLeft(2 * e));
    }
    return timesPowerOfTwo(sum, 2 * BIAS);
  }

  /** value · 2^−exponent, exactly: value · 5^exponent · 10^−exponent. */
  private static BigDecimal timesPowerOfTwo(BigInteger value, int exponent) {
    return new BigDecimal(value.multiply(BigInteger.valueOf(5).pow(exponent)), exponent);
  }
}
