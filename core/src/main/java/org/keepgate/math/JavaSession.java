package org.keepgate.math;

import java.util.Arrays;

/**
 * Products in plain Java, in one loop that the compiler vectorises.
 *
 * <p>Both products are sums of scaled rows. A block of {@link #WIDTH} columns is copied to scratch
 * rows, each an array of its own, because the compiler vectorises only where every array has the
 * same index; the kernel then adds four scaled rows to one at a time (with more, Java 17 gives up).
 * What is missing to a multiple of four is zero. The order of every sum is that of its factors, so
 * a row's result does not depend on the number of rows.
 */
final class JavaSession extends CheckedSession {
  /** Columns of a block. */
  private static final int WIDTH = 256;

  /** Rows of A and B that one pass of an outer product takes. */
  private static final int DEPTH = 32;

  private static final int LANES = 4;

  /** An array's header and the reference to it, in floats, at most. */
  private static final int ARRAY = 6;

  @Override
  Buffer newBuffer(int floats) {
    return new HeapBuffer(this, floats);
  }

  @Override
  RowProduct prepare(
      Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c, int usualRows) {
    return new Rows(a, weights, transposed, add, c);
  }

  @Override
  OuterProduct prepare(Matrix a, Matrix b, boolean add, Matrix c, int usualRows) {
    return new Outer(a, b, add, c);
  }

  @Override
  void free() {} // the garbage collector does

  /** The memory of a row product besides its matrices. */
  static long floatsOfRowProduct(int inner, int outer) {
    long blocks = (outer + WIDTH - 1L) / WIDTH;
    return upToLanes(inner) * (outer + blocks * ARRAY + 1L) + WIDTH;
  }

  /** The memory of an outer product besides its matrices; rows and columns are those of C. */
  static long floatsOfOuterProduct(int rows, int columns) {
    return (DEPTH + (long) rows) * (Math.min(WIDTH, columns) + ARRAY) + DEPTH;
  }

  private static float[] values(Matrix matrix) {
    return ((HeapBuffer) matrix.buffer()).values;
  }

  private static int upToLanes(int count) {
    return (count + LANES - 1) / LANES * LANES;
  }

  /** sum += Σ_k coefficients[k] · factors[k] over {@code count} k, a multiple of four. */
  private static void addScaled(
      float[] sum, float[] coefficients, float[][] factors, int count, int width) {
    for (int k = 0; k < count; k += LANES) {
      addScaled(
          sum,
          coefficients[k],
          factors[k],
          coefficients[k + 1],
          factors[k + 1],
          coefficients[k + 2],
          factors[k + 2],
          coefficients[k + 3],
          factors[k + 3],
          width);
    }
  }

  private static void addScaled(
      float[] sum,
      float a0,
      float[] b0,
      float a1,
      float[] b1,
      float a2,
      float[] b2,
      float a3,
      float[] b3,
      int width) {
    for (int j = 0; j < width; j++) {
      sum[j] =
          Math.fma(
              a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], sum[j]))));
    }
  }

  /** C = (add ? C : 0) + A W: the rows of W are the factors, a row of A the coefficients. */
  private final class Rows implements RowProduct {
    private final Matrix a;
    private final Matrix weights;
    private final boolean transposed;
    private final boolean add;
    private final Matrix c;

    /** Block by block, row by row of W (not transposed): a copy of the version below. */
    private final float[][][] packed;

    private int packedVersion = -1;
    private final float[] coefficients;
    private final float[] sum = new float[WIDTH];

    Rows(Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c) {
      this.a = a;
      this.weights = weights;
      this.transposed = transposed;
      this.add = add;
      this.c = c;
      int inner = upToLanes(a.columns());
      packed = new float[(c.columns() + WIDTH - 1) / WIDTH][][];
      for (int block = 0; block < packed.length; block++) {
        packed[block] = new float[inner][Math.min(WIDTH, c.columns() - block * WIDTH)];
      }
      coefficients = new float[inner];
    }

    @Override
    public void run(int aRow, int cRow, int rows) {
      if (packedVersion != weightsVersion()) {
        pack();
        packedVersion = weightsVersion();
      }
      for (int block = 0; block < packed.length; block++) {
        float[][] factors = packed[block];
        int width = factors[0].length;
        for (int row = 0; row < rows; row++) {
          int at = c.rowOffset(cRow + row) + block * WIDTH;
          if (add) {
            System.arraycopy(values(c), at, sum, 0, width);
          } else {
            Arrays.fill(sum, 0, width, 0f);
          }
          System.arraycopy(values(a), a.rowOffset(aRow + row), coefficients, 0, a.columns());
          addScaled(sum, coefficients, factors, coefficients.length, width);
          System.arraycopy(sum, 0, values(c), at, width);
        }
      }
    }

    private void pack() {
      float[] from = values(weights);
      for (int block = 0; block < packed.length; block++) {
        for (int k = 0; k < a.columns(); k++) {
          float[] into = packed[block][k];
          if (transposed) {
            for (int j = 0; j < into.length; j++) {
              into[j] = from[weights.rowOffset(block * WIDTH + j) + k];
            }
          } else {
            System.arraycopy(from, weights.rowOffset(k) + block * WIDTH, into, 0, into.length);
          }
        }
      }
    }
  }

  /** C = (add ? C : 0) + Aᵀ B: the rows of B are the factors, columns of A the coefficients. */
  private static final class Outer implements OuterProduct {
    private final Matrix a;
    private final Matrix b;
    private final boolean add;
    private final Matrix c;
    private final float[][] factors;
    private final float[] coefficients = new float[DEPTH];
    private final float[][] sums;

    Outer(Matrix a, Matrix b, boolean add, Matrix c) {
      this.a = a;
      this.b = b;
      this.add = add;
      this.c = c;
      int width = Math.min(WIDTH, c.columns());
      factors = new float[DEPTH][width];
      sums = new float[c.rows()][width];
    }

    @Override
    public void run(int aRow, int bRow, int rows) {
      for (int column = 0; column < c.columns(); column += WIDTH) {
        int width = Math.min(WIDTH, c.columns() - column);
        for (int row = 0; row < c.rows(); row++) {
          if (add) {
            System.arraycopy(values(c), c.rowOffset(row) + column, sums[row], 0, width);
          } else {
            Arrays.fill(sums[row], 0f);
          }
        }
        for (int first = 0; first < rows; first += DEPTH) {
          addRows(aRow + first, bRow + first, Math.min(DEPTH, rows - first), column, width);
        }
        for (int row = 0; row < c.rows(); row++) {
          System.arraycopy(sums[row], 0, values(c), c.rowOffset(row) + column, width);
        }
      }
    }

    private void addRows(int aRow, int bRow, int depth, int column, int width) {
      int padded = upToLanes(depth);
      for (int k = 0; k < depth; k++) {
        System.arraycopy(values(b), b.rowOffset(bRow + k) + column, factors[k], 0, width);
      }
      for (int k = depth; k < padded; k++) {
        Arrays.fill(factors[k], 0f); // what stood there before might not be finite
        coefficients[k] = 0f;
      }
      float[] from = values(a);
      for (int row = 0; row < c.rows(); row++) {
        for (int k = 0; k < depth; k++) {
          coefficients[k] = from[a.rowOffset(aRow + k) + row];
        }
        addScaled(sums[row], coefficients, factors, padded, width);
      }
    }
  }
}
