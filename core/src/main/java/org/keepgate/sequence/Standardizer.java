package org.keepgate.sequence;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings each column of numbers to mean 0 and standard deviation 1, and back.
 *
 * <pre>
 *   y = (x − mean) / scale        scale  standard deviation of the column (of the population);
 *   x = y · scale + mean                 1 for a column that never changes or was never seen
 * </pre>
 *
 * <p>Fitted to the training data alone, by {@link Sums}. NaN stays NaN.
 */
public final class Standardizer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] means;
  private final double[] scales;

  private Standardizer(double[] means, double[] scales) {
    this.means = means;
    this.scales = scales;
  }

  /**
   * A standardizer from its numbers, as a file has them.
   *
   * @throws IllegalArgumentException when the lengths differ, a number is not finite or a scale is
   *     not positive
   */
  public static Standardizer of(double[] means, double[] scales) {
    if (means.length != scales.length) {
      throw new IllegalArgumentException(
          means.length + " means and " + scales.length + " scales, expected as many");
    }
    for (int k = 0; k < means.length; k++) {
      if (!Double.isFinite(means[k]) || !(scales[k] > 0) || !Double.isFinite(scales[k])) {
        throw new IllegalArgumentException(
            "column "
                + k
                + " has mean "
                + means[k]
                + " and scale "
                + scales[k]
                + ", expected finite numbers and a positive scale");
      }
    }
    return new Standardizer(means.clone(), scales.clone());
  }

  /** Number of columns. */
  public int columns() {
    return means.length;
  }

  /** Mean of a column. */
  public double mean(int column) {
    return means[column];
  }

  /** Scale of a column, in the units of the data. */
  public double scale(int column) {
    return scales[column];
  }

  /** Standardizes whole rows in place. */
  public void apply(float[] rows) {
    requireWhole(rows.length, columns());
    for (int k = 0, column = 0; k < rows.length; k++) {
      rows[k] = (float) ((rows[k] - means[column]) / scales[column]);
      column = column + 1 == means.length ? 0 : column + 1;
    }
  }

  /** Gives standardized rows back their units, in place. */
  public void invert(float[] rows) {
    requireWhole(rows.length, columns());
    for (int k = 0, column = 0; k < rows.length; k++) {
      rows[k] = (float) (rows[k] * scales[column] + means[column]);
      column = column + 1 == means.length ? 0 : column + 1;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Standardizer that
        && Arrays.equals(means, that.means)
        && Arrays.equals(scales, that.scales);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(means) + Arrays.hashCode(scales);
  }

  @Override
  public String toString() {
    return "Standardizer of means "
        + Arrays.toString(means)
        + ", scales "
        + Arrays.toString(scales);
  }

  private static void requireWhole(int numbers, int columns) {
    if (columns == 0 ? numbers > 0 : numbers % columns != 0) {
      throw new IllegalArgumentException(
          numbers + " numbers are not whole rows of " + columns + " columns");
    }
  }

  /**
   * Count, mean and squared deviation of each column, updated number by number (Welford, 1962) and
   * merged part by part (Chan, Golub and LeVeque, 1979): exact to the last digits even where the
   * mean is large beside the deviation. Merging the same parts in the same order gives the same
   * bits.
   *
   * <pre>
   *   one number x:   d = x − mean     mean += d / n          deviation += d · (x − mean)
   *   two parts:      d = mean_b − mean_a
   *                   mean = mean_a + d · n_b / n             n = n_a + n_b
   *                   deviation = deviation_a + deviation_b + d² · n_a · n_b / n
   * </pre>
   */
  public static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] counts;
    private final double[] means;
    private final double[] deviations;

    /** No numbers yet. */
    public Sums(int columns) {
      counts = new long[columns];
      means = new double[columns];
      deviations = new double[columns];
    }

    /** Adds whole rows; NaN is passed over. */
    public void add(float[] rows) {
      requireWhole(rows.length, counts.length);
      for (int k = 0, column = 0; k < rows.length; k++) {
        if (!Float.isNaN(rows[k])) {
          add(column, rows[k]);
        }
        column = column + 1 == counts.length ? 0 : column + 1;
      }
    }

    /** Adds all numbers that another part has seen. */
    public void add(Sums other) {
      if (other.counts.length != counts.length) {
        throw new IllegalArgumentException(
            "sums of " + other.counts.length + " columns, expected " + counts.length);
      }
      for (int c = 0; c < counts.length; c++) {
        long count = counts[c] + other.counts[c];
        if (other.counts[c] > 0) {
          double difference = other.means[c] - means[c];
          double share = (double) other.counts[c] / count;
          deviations[c] += other.deviations[c] + difference * difference * counts[c] * share;
          means[c] += difference * share;
          counts[c] = count;
        }
      }
    }

    /** Numbers seen in a column. */
    public long count(int column) {
      return counts[column];
    }

    /** The standardizer of what was seen. */
    public Standardizer standardizer() {
      double[] scales = new double[counts.length];
      for (int c = 0; c < scales.length; c++) {
        double scale = Math.sqrt(deviations[c] / Math.max(1, counts[c]));
        scales[c] = scale >= Float.MIN_NORMAL ? scale : 1;
      }
      return Standardizer.of(means, scales);
    }

    private void add(int column, double value) {
      double difference = value - means[column];
      means[column] += difference / ++counts[column];
      deviations[column] += difference * (value - means[column]);
    }
  }
}
