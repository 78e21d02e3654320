package org.keepgate.math;

import java.util.Arrays;

/**
 * Products in plain Java, in loops that the compiler vectorises.
 *
 * <p>Both products are sums of scaled rows. A block of {@link #WIDTH} columns is copied to scratch
 * rows, each an array of its own, because the compiler vectorises only where every array has the
 * same index; the kernel then takes four rows of the result and four factors at a time. What is
 * missing to a multiple of four is zero. The order of every sum is that of the factors.
 */
final class JavaSession extends CheckedSession {
  /** Columns of a block: four result rows and four factor rows of it stay in the first cache. */
  private static final int WIDTH = 256;

  /** Rows of A and B that one pass of an outer product takes. */
  private static final int DEPTH = 64;

  private static final int LANES = 4;

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
  OuterProduct prepare(Matrix a, Matrix b, boolean add, Matrix c) {
    return new Outer(a, b, add, c);
  }

  @Override
  void free() {} // the garbage collector does

  private static float[] values(Matrix matrix) {
    return ((HeapBuffer) matrix.buffer()).values;
  }

  private static int upToLanes(int count) {
    return (count + LANES - 1) / LANES * LANES;
  }

  /** result[row + r] += Σ_s coefficients[r][k + s] · factors[k + s], for four r and four s. */
  private static void addScaled(
      float[][] result, int row, float[][] coefficients, float[][] factors, int k, int width) {
    float[] a0 = coefficients[0];
    float[] a1 = coefficients[1];
    float[] a2 = coefficients[2];
    float[] a3 = coefficients[3];
    addScaled(
        result[row],
        a0[k],
        a0[k + 1],
        a0[k + 2],
        a0[k + 3],
        result[row + 1],
        a1[k],
        a1[k + 1],
        a1[k + 2],
        a1[k + 3],
        result[row + 2],
        a2[k],
        a2[k + 1],
        a2[k + 2],
        a2[k + 3],
        result[row + 3],
        a3[k],
        a3[k + 1],
        a3[k + 2],
        a3[k + 3],
        factors[k],
        factors[k + 1],
        factors[k + 2],
        factors[k + 3],
        width);
  }

  private static void addScaled(
      float[] c0,
      float a00,
      float a01,
      float a02,
      float a03,
      float[] c1,
      float a10,
      float a11,
      float a12,
      float a13,
      float[] c2,
      float a20,
      float a21,
      float a22,
      float a23,
      float[] c3,
      float a30,
      float a31,
      float a32,
      float a33,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      int width) {
    for (int j = 0; j < width; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      float y0 = c0[j];
      float y1 = c1[j];
      float y2 = c2[j];
      float y3 = c3[j];
      c0[j] = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, y0))));
      c1[j] = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, y1))));
      c2[j] = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, y2))));
      c3[j] = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, y3))));
    }
  }

  /** C = (add ? C : 0) + A W: the rows of W are the factors. */
  private final class Rows implements RowProduct {
    private final Matrix a;
    private final Matrix weights;
    private final boolean transposed;
    private final boolean add;
    private final Matrix c;
    private final int inner;

    /** Block by block, row by row of W (not transposed): a copy of the version below. */
    private final float[][][] packed;

    private int packedVersion = -1;
    private final float[][] coefficients;
    private final float[][] result = new float[LANES][WIDTH];

    Rows(Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c) {
      this.a = a;
      this.weights = weights;
      this.transposed = transposed;
      this.add = add;
      this.c = c;
      inner = a.columns();
      packed = new float[(c.columns() + WIDTH - 1) / WIDTH][][];
      for (int block = 0; block < packed.length; block++) {
        int width = Math.min(WIDTH, c.columns() - block * WIDTH);
        packed[block] = new float[upToLanes(inner)][width];
      }
      coefficients = new float[LANES][upToLanes(inner)];
    }

    @Override
    public void run(int aRow, int cRow, int rows) {
      if (packedVersion != weightsVersion()) {
        pack();
        packedVersion = weightsVersion();
      }
      for (int row = 0; row < rows; row += LANES) {
        int lanes = Math.min(LANES, rows - row);
        for (int lane = 0; lane < LANES; lane++) {
          if (lane < lanes) {
            int from = a.rowOffset(aRow + row + lane);
            System.arraycopy(values(a), from, coefficients[lane], 0, inner);
          } else {
            Arrays.fill(coefficients[lane], 0f);
          }
        }
        multiply(cRow + row, lanes);
      }
    }

    private void multiply(int cRow, int lanes) {
      for (int block = 0; block < packed.length; block++) {
        float[][] factors = packed[block];
        int width = factors[0].length;
        for (int lane = 0; lane < lanes; lane++) {
          if (add) {
            int from = c.rowOffset(cRow + lane) + block * WIDTH;
            System.arraycopy(values(c), from, result[lane], 0, width);
          } else {
            Arrays.fill(result[lane], 0, width, 0f);
          }
        }
        for (int k = 0; k < inner; k += LANES) {
          addScaled(result, 0, coefficients, factors, k, width);
        }
        for (int lane = 0; lane < lanes; lane++) {
          int to = c.rowOffset(cRow + lane) + block * WIDTH;
          System.arraycopy(result[lane], 0, values(c), to, width);
        }
      }
    }

    private void pack() {
      float[] from = values(weights);
      for (int block = 0; block < packed.length; block++) {
        for (int k = 0; k < inner; k++) {
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

  /** C = (add ? C : 0) + Aᵀ B: the rows of B are the factors. */
  private static final class Outer implements OuterProduct {
    private final Matrix a;
    private final Matrix b;
    private final boolean add;
    private final Matrix c;
    private final float[][] factors = new float[DEPTH][WIDTH];
    private final float[][] coefficients = new float[LANES][DEPTH];
    private final float[][] result;

    Outer(Matrix a, Matrix b, boolean add, Matrix c) {
      this.a = a;
      this.b = b;
      this.add = add;
      this.c = c;
      result = new float[upToLanes(c.rows())][Math.min(WIDTH, c.columns())];
    }

    @Override
    public void run(int aRow, int bRow, int rows) {
      for (int column = 0; column < c.columns(); column += WIDTH) {
        int width = Math.min(WIDTH, c.columns() - column);
        for (int row = 0; row < c.rows(); row++) {
          if (add) {
            System.arraycopy(values(c), c.rowOffset(row) + column, result[row], 0, width);
          } else {
            Arrays.fill(result[row], 0f);
          }
        }
        for (int first = 0; first < rows; first += DEPTH) {
          addRows(aRow + first, bRow + first, Math.min(DEPTH, rows - first), column, width);
        }
        for (int row = 0; row < c.rows(); row++) {
          System.arraycopy(result[row], 0, values(c), c.rowOffset(row) + column, width);
        }
      }
    }

    private void addRows(int aRow, int bRow, int depth, int column, int width) {
      for (int k = 0; k < depth; k++) {
        System.arraycopy(values(b), b.rowOffset(bRow + k) + column, factors[k], 0, width);
      }
      for (int k = depth; k < upToLanes(depth); k++) {
        Arrays.fill(factors[k], 0f); // what stood there before might not be finite
      }
      for (int row = 0; row < result.length; row += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
          gather(aRow, row + lane, depth, coefficients[lane]);
        }
        for (int k = 0; k < depth; k += LANES) {
          addScaled(result, row, coefficients, factors, k, width);
        }
      }
    }

    /** A column of A, and zeros up to a multiple of four. */
    private void gather(int aRow, int column, int depth, float[] into) {
      Arrays.fill(into, 0f);
      if (column < a.columns()) {
        float[] from = values(a);
        for (int k = 0; k < depth; k++) {
          into[k] = from[a.rowOffset(aRow + k) + column];
        }
      }
    }
  }
}
