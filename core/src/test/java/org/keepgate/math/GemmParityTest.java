package org.keepgate.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Products of every provider agree with a triple loop in double")
class GemmParityTest {
  /** Around the widths of vectors and of the kernels' blocks. */
  private static final int[] SIZES = {
    1, 2, 3, 5, 7, 8, 12, 15, 16, 17, 31, 33, 48, 63, 64, 65, 100, 127, 128, 129, 255, 256, 257
  };

  private static final int CASES = 200;

  private final RandomStream random = new RandomStream(20_260_101);

  static Iterable<String> providers() {
    return GemmProviders.names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("row products: any size, row, offset and stride; transposed or not, added or not")
  void rowProducts(String provider) {
    for (int number = 0; number < CASES; number++) {
      try (GemmSession session = GemmProviders.named(provider).open()) {
        rowProduct(session, random.nextInt(8) == 0 ? 0 : size(), rounds(provider));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("outer products: any size, row, offset and stride; added or not; of no rows")
  void outerProducts(String provider) {
    for (int number = 0; number < CASES; number++) {
      try (GemmSession session = GemmProviders.named(provider).open()) {
        outerProduct(session, random.nextInt(8) == 0 ? 0 : size(), rounds(provider));
      }
    }
  }

  private void rowProduct(GemmSession session, int rows, boolean rounds) {
    int inner = size();
    int columns = size();
    boolean transposed = random.nextInt(2) == 0;
    boolean add = random.nextInt(2) == 0;
    int usualRows = new int[] {0, rows, rows + 3, rows / 3}[random.nextInt(4)];
    Matrix a = window(session, rows + random.nextInt(3), inner);
    Matrix weights = transposed ? window(session, columns, inner) : window(session, inner, columns);
    Matrix c = window(session, rows + random.nextInt(3), columns);
    int aRow = random.nextInt(a.rows() - rows + 1);
    int cRow = random.nextInt(c.rows() - rows + 1);
    RowProduct product = session.rowProduct(a, weights, transposed, add, c, usualRows);
    product.run(0, 0, 0); // nothing, but a provider might pack here
    fill(a);
    fill(weights);
    session.weightsChanged();
    fill(c);
    if (!add) {
      poison(c, cRow, rows);
    }
    float[] before = GemmProviders.floats(c.buffer());
    boolean rounded = rounds && usualRows > 1;
    float[] left = operand(a, rounded);
    float[] right = operand(weights, rounded);
    double[] expected = exact(before);
    double[] tolerance = new double[before.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        Sum sum = new Sum();
        int at = c.rowOffset(cRow + row) + column;
        if (add) {
          sum.add(before[at], 1);
        }
        for (int k = 0; k < inner; k++) {
          int weight = transposed ? weights.rowOffset(column) + k : weights.rowOffset(k) + column;
          sum.add(left[a.rowOffset(aRow + row) + k], right[weight]);
        }
        expected[at] = sum.value;
        tolerance[at] = sum.bound();
      }
    }
    product.run(aRow, cRow, rows);
    String what = "row product " + rows + " x " + inner + " x " + columns;
    assertWithin(expected, tolerance, c.buffer(), what);
  }

  private void outerProduct(GemmSession session, int rows, boolean rounds) {
    int inner = size();
    int columns = size();
    boolean add = random.nextInt(2) == 0;
    int usualRows = new int[] {0, rows, rows + 3, rows / 3}[random.nextInt(4)];
    Matrix a = window(session, rows + random.nextInt(3), inner);
    Matrix b = window(session, rows + random.nextInt(3), columns);
    Matrix c = window(session, inner, columns);
    int aRow = random.nextInt(a.rows() - rows + 1);
    int bRow = random.nextInt(b.rows() - rows + 1);
    fill(a);
    fill(b);
    fill(c);
    if (!add) {
      poison(c, 0, inner);
    }
    float[] before = GemmProviders.floats(c.buffer());
    float[] left = operand(a, rounds && usualRows > 0);
    float[] right = operand(b, rounds && usualRows > 0);
    double[] expected = exact(before);
    double[] tolerance = new double[before.length];
    for (int k = 0; k < inner; k++) {
      for (int column = 0; column < columns; column++) {
        Sum sum = new Sum();
        int at = c.rowOffset(k) + column;
        if (add) {
          sum.add(before[at], 1);
        }
        for (int row = 0; row < rows; row++) {
          sum.add(left[a.rowOffset(aRow + row) + k], right[b.rowOffset(bRow + row) + column]);
        }
        expected[at] = sum.value;
        tolerance[at] = sum.bound();
      }
    }
    session.outerProduct(a, b, add, c, usualRows).run(aRow, bRow, rows);
    String what = "outer product " + rows + " rows of " + inner + " and " + columns;
    assertWithin(expected, tolerance, c.buffer(), what);
  }

  private static boolean rounds(String provider) {
    return provider.equals(OneDnnBf16Gemm.NAME);
  }

  /** What is multiplied in truth. */
  private static float[] operand(Matrix matrix, boolean rounded) {
    float[] values = GemmProviders.floats(matrix.buffer());
    for (int j = 0; rounded && j < values.length; j++) {
      values[j] = Bf16.rounded(values[j]);
    }
    return values;
  }

  /** A sum of products, with the bound of the error that any order of summation in float keeps. */
  private static final class Sum {
    private double value;
    private double magnitude;
    private int terms;

    void add(double x, double y) {
      value += x * y;
      magnitude += Math.abs(x * y);
      terms++;
    }

    /** γₙ Σ|x y| with γₙ = n u / (1 − n u), u = 2⁻²⁴ (Higham, 2002, §3.1); n + 1 for the last. */
    double bound() {
      double relative = (terms + 1) * 0x1p-24;
      return magnitude * relative / (1 - relative);
    }
  }

  private int size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  /** A window in a larger buffer: an offset, a gap after every row, something behind. */
  private Matrix window(GemmSession session, int rows, int columns) {
    int offset = random.nextInt(20);
    int stride = columns + (random.nextInt(2) == 0 ? 0 : random.nextInt(20));
    Buffer buffer = session.allocate(offset + rows * stride + random.nextInt(20));
    return new Matrix(buffer, offset, rows, columns, stride);
  }

  /** Random numbers inside of the window, and outside of it NaN, which must not leak in. */
  private void fill(Matrix matrix) {
    float[] values = new float[matrix.buffer().size()];
    Arrays.fill(values, Float.NaN);
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        values[matrix.rowOffset(row) + column] = 2f * random.nextFloat() - 1f;
      }
    }
    matrix.buffer().put(0, values, 0, values.length);
  }

  /** NaN in rows that a product is to overwrite. */
  private static void poison(Matrix matrix, int first, int rows) {
    float[] nan = new float[matrix.columns()];
    Arrays.fill(nan, Float.NaN);
    for (int row = first; row < first + rows; row++) {
      matrix.buffer().put(matrix.rowOffset(row), nan, 0, nan.length);
    }
  }

  private static double[] exact(float[] values) {
    double[] exact = new double[values.length];
    for (int j = 0; j < values.length; j++) {
      exact[j] = values[j];
    }
    return exact;
  }

  private static void assertWithin(
      double[] expected, double[] tolerance, Buffer buffer, String what) {
    float[] actual = GemmProviders.floats(buffer);
    for (int j = 0; j < actual.length; j++) {
      int at = j;
      if (tolerance[j] == 0) { // outside of the result, or a sum of nothing
        assertEquals((float) expected[j], actual[j], () -> what + ", float " + at);
      } else {
        assertEquals(expected[j], actual[j], tolerance[j], () -> what + ", float " + at);
      }
    }
  }
}
