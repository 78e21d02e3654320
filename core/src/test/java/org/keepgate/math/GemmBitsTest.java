package org.keepgate.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The same product on the same provider gives the same bits")
class GemmBitsTest {
  /** Rows, inner size, columns: recurrent products, projections, gradients, awkward ones. */
  private static final int[][] SHAPES = {
    {64, 256, 1024}, {32, 64, 256}, {1, 128, 512}, {17, 33, 65}, {300, 96, 384}, {5, 257, 129}
  };

  private static final int[] OFFSETS = {0, 1, 3, 16, 1023};

  static Iterable<String> providers() {
    return GemmProviders.names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("in any session, thread, repetition, and wherever its buffers lie")
  void sameBitsEverywhere(String provider) throws Exception {
    Gemm gemm = GemmProviders.named(provider);
    List<float[]> first = products(gemm, 0);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<List<float[]>>> tasks = new ArrayList<>();
      for (int offset : OFFSETS) {
        tasks.add(() -> products(gemm, offset));
      }
      for (Future<List<float[]>> future : threads.invokeAll(tasks)) {
        List<float[]> other = future.get();
        for (int number = 0; number < first.size(); number++) {
          assertArrayEquals(first.get(number), other.get(number), "product " + number);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Every kind of product of every shape, twice each in a session of its own. */
  private static List<float[]> products(Gemm gemm, int offset) {
    List<float[]> results = new ArrayList<>();
    try (GemmSession session = gemm.open()) {
      for (int[] shape : SHAPES) {
        int rows = shape[0];
        Matrix a = matrix(session, rows, shape[1], offset, 1);
        Matrix weights = matrix(session, shape[1], shape[2], offset, 2);
        Matrix c = matrix(session, rows, shape[2], offset, 3);
        Matrix gradient = matrix(session, shape[1], shape[2], offset, 4);
        for (int usualRows : new int[] {0, rows}) {
          RowProduct forward = session.rowProduct(a, weights, false, false, c, usualRows);
          RowProduct backward = session.rowProduct(c, weights, true, false, a, usualRows);
          float[] start = dense(a);
          for (int repetition = 0; repetition < 2; repetition++) {
            put(a, start);
            forward.run(0, 0, rows);
            results.add(dense(c));
            backward.run(0, 0, rows);
            results.add(dense(a));
          }
          put(a, start);
        }
        for (int usualRows : new int[] {0, rows}) {
          OuterProduct outer = session.outerProduct(a, c, false, gradient, usualRows);
          outer.run(0, 0, rows);
          results.add(dense(gradient));
        }
      }
    }
    for (int number = 0; number + 1 < results.size(); number += 10) { // 2 × 2 × 2 + 2 of a shape
      assertArrayEquals(results.get(number), results.get(number + 2), "repeated");
      assertArrayEquals(results.get(number + 1), results.get(number + 3), "repeated");
    }
    return results;
  }

  private static Matrix matrix(GemmSession session, int rows, int columns, int offset, long seed) {
    Buffer dense = GemmProviders.random(session, rows * columns, seed);
    Buffer buffer = session.allocate(offset + rows * columns);
    dense.copyTo(0, buffer, offset, rows * columns);
    return new Matrix(buffer, offset, rows, columns, columns);
  }

  private static float[] dense(Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    matrix.buffer().get(matrix.offset(), values, 0, values.length);
    return values;
  }

  private static void put(Matrix matrix, float[] values) {
    matrix.buffer().put(matrix.offset(), values, 0, values.length);
  }

  @Test
  @DisplayName("plain Java: a row's result does not depend on the number of rows")
  void javaRowsAreIndependent() {
    try (GemmSession session = Gemm.named("java").open()) {
      Matrix a = matrix(session, 9, 37, 0, 1);
      Matrix weights = matrix(session, 37, 300, 0, 2);
      Matrix c = matrix(session, 9, 300, 0, 3);
      RowProduct product = session.rowProduct(a, weights, false, true, c, 0);
      float[] start = dense(c);
      product.run(0, 0, 9);
      float[] together = dense(c);
      put(c, start);
      for (int row = 0; row < 9; row++) {
        product.run(row, row, 1);
      }
      assertArrayEquals(together, dense(c));
    }
  }

  @Test
  @DisplayName("plain Java gives the same bits interpreted, in a JVM of its own, as compiled here")
  void javaBitsInterpreted() throws Exception {
    String compiled = "";
    for (int repetition = 0; repetition < 20; repetition++) {
      compiled = JavaBits.hash();
    }
    assertEquals(compiled, FreshJvm.run(List.of("-Xint"), JavaBits.class));
  }

  /** Prints a hash of products and activations in plain Java. */
  static final class JavaBits {
    public static void main(String[] arguments) {
      System.out.println(hash());
    }

    static String hash() {
      long hash = 1;
      try (GemmSession session = Gemm.named("java").open()) {
        Matrix a = matrix(session, 13, 29, 0, 1);
        Matrix weights = matrix(session, 29, 70, 0, 2);
        Matrix c = matrix(session, 13, 70, 0, 3);
        Matrix gradient = matrix(session, 29, 70, 0, 4);
        for (int repetition = 0; repetition < 50; repetition++) {
          session.rowProduct(a, weights, false, true, c, 0).run(0, 0, 13);
          float[] x = dense(c);
          Activations.tanh(x, x, x.length);
          put(c, x);
          session.outerProduct(a, c, true, gradient).run(0, 0, 13);
        }
        float[] x = dense(c);
        float[] y = new float[x.length];
        Activations.logistic(x, y, x.length);
        Activations.exp(y, x, x.length);
        for (float[] values : List.of(x, y, dense(gradient))) {
          for (float value : values) {
            hash = 31 * hash + Float.floatToIntBits(value);
          }
        }
      }
      return Long.toHexString(hash);
    }
  }
}
