package org.keepgate.parameter;

import org.keepgate.math.RandomStream;

/**
 * Fills views of a fresh parameter array; each view draws from its own seed, so adding one leaves
 * the others as they were.
 */
public final class Initializers {
  private Initializers() {}

  /** Uniform in [−limit, limit). */
  public static void uniform(float[] parameters, ParameterView view, double limit, long seed) {
    RandomStream random = new RandomStream(RandomStream.mix(seed, view.name().hashCode()));
    for (int row = 0; row < view.rows(); row++) {
      for (int column = 0; column < view.columns(); column++) {
        parameters[view.index(row, column)] = (float) ((2 * random.nextDouble() - 1) * limit);
      }
    }
  }

  /** Gaussian of mean 0. */
  public static void normal(float[] parameters, ParameterView view, double deviation, long seed) {
    RandomStream random = new RandomStream(RandomStream.mix(seed, view.name().hashCode()));
    for (int row = 0; row < view.rows(); row++) {
      for (int column = 0; column < view.columns(); column++) {
        parameters[view.index(row, column)] = (float) (random.nextGaussian() * deviation);
      }
    }
  }

  /**
   * Orthonormal rows in each block of as many rows as there are columns (Saxe et al., 2014); a last
   * block with fewer rows has orthonormal rows too.
   */
  public static void orthogonal(float[] parameters, ParameterView view, long seed) {
    RandomStream random = new RandomStream(RandomStream.mix(seed, view.name().hashCode()));
    int columns = view.columns();
    for (int first = 0; first < view.rows(); first += columns) {
      int rows = Math.min(columns, view.rows() - first);
      double[][] block = orthonormalRows(rows, columns, random);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          parameters[view.index(first + row, column)] = (float) block[row][column];
        }
      }
    }
  }

  /** Random directions, each freed of those before it (Gram and Schmidt, twice for accuracy). */
  private static double[][] orthonormalRows(int rows, int columns, RandomStream random) {
    double[][] block = new double[rows][columns];
    for (int row = 0; row < rows; row++) {
      double[] own = block[row];
      for (int column = 0; column < columns; column++) {
        own[column] = random.nextGaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int other = 0; other < row; other++) {
          addTimes(-dot(own, block[other]), block[other], own);
        }
      }
      double norm = StrictMath.sqrt(dot(own, own));
      for (int column = 0; column < columns; column++) {
        own[column] /= norm;
      }
    }
    return block;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static void addTimes(double factor, double[] from, double[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * from[j];
    }
  }

  /** Ones on the diagonal, else zeros. */
  public static void identity(float[] parameters, ParameterView view) {
    for (int row = 0; row < view.rows(); row++) {
      for (int column = 0; column < view.columns(); column++) {
        parameters[view.index(row, column)] = row == column ? 1 : 0;
      }
    }
  }

  /** Sets elements [first, first + count) of a vector to a value. */
  public static void constant(
      float[] parameters, ParameterView view, int first, int count, double value) {
    for (int i = 0; i < count; i++) {
      parameters[view.offset() + first + i] = (float) value;
    }
  }
}
