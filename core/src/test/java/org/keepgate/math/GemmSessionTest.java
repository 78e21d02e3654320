package org.keepgate.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A session of products keeps its promises, whatever the provider")
class GemmSessionTest {

  static Iterable<String> providers() {
    return GemmProviders.names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("a buffer starts as zeros, and gives back what was put and copied, and no more")
  void buffers(String provider) {
    try (GemmSession session = GemmProviders.named(provider).open()) {
      Buffer buffer = session.allocate(5000);
      assertArrayEquals(new float[5000], GemmProviders.floats(buffer));
      float[] values = new float[5000];
      for (int j = 0; j < values.length; j++) {
        values[j] = j + 1;
      }
      buffer.put(0, values, 0, 5000);
      Buffer other = session.allocate(5000);
      buffer.copyTo(100, other, 200, 3000);
      float[] expected = new float[5000];
      System.arraycopy(values, 100, expected, 200, 3000);
      assertArrayEquals(expected, GemmProviders.floats(other));
      buffer.zero(7, 4000);
      Arrays.fill(values, 7, 4007, 0f);
      assertArrayEquals(values, GemmProviders.floats(buffer));
      float[] three = new float[5];
      buffer.get(4006, three, 1, 3);
      assertArrayEquals(new float[] {0, 0, 4008, 4009, 0}, three);
      assertEquals(0, session.allocate(0).size());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("a range outside of a buffer is refused before anything is touched")
  void bufferBounds(String provider) {
    try (GemmSession session = GemmProviders.named(provider).open()) {
      Buffer buffer = session.allocate(10);
      Buffer other = session.allocate(10);
      float[] values = new float[20];
      Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
      assertThrows(outside, () -> buffer.get(5, values, 0, 6));
      assertThrows(outside, () -> buffer.put(-1, values, 0, 2));
      assertThrows(outside, () -> buffer.put(0, values, 15, 6));
      assertThrows(outside, () -> buffer.zero(9, 2));
      assertThrows(outside, () -> buffer.zero(2, -1));
      assertThrows(outside, () -> buffer.copyTo(8, other, 0, 3));
      assertThrows(outside, () -> buffer.copyTo(0, other, 8, 3));
      assertThrows(IllegalArgumentException.class, () -> session.allocate(-1));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("weights are packed again when they are said to have changed")
  void weightsChanged(String provider) {
    try (GemmSession session = GemmProviders.named(provider).open()) {
      Matrix a = Matrix.of(session.allocate(64 * 64), 64, 64);
      Matrix weights = Matrix.of(session.allocate(64 * 64), 64, 64);
      Matrix c = Matrix.of(session.allocate(64 * 64), 64, 64);
      RowProduct usual = session.rowProduct(a, weights, false, false, c, 64);
      RowProduct other = session.rowProduct(a, weights, true, false, c, 64);
      fill(a, 1f);
      for (float value = 1f; value < 5f; value++) {
        fill(weights, value);
        session.weightsChanged();
        for (RowProduct product : new RowProduct[] {usual, other, usual}) {
          product.run(0, 0, 64);
          assertEquals(64 * value, GemmProviders.floats(c.buffer())[4095]);
        }
      }
    }
  }

  private static void fill(Matrix matrix, float value) {
    float[] values = new float[matrix.buffer().size()];
    Arrays.fill(values, value);
    matrix.buffer().put(0, values, 0, values.length);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("running products and copying rows allocates nothing on the heap")
  void runningAllocatesNothing(String provider) {
    try (GemmSession session = GemmProviders.named(provider).open()) {
      Matrix a = Matrix.of(GemmProviders.random(session, 32 * 64, 1), 32, 64);
      Matrix weights = Matrix.of(GemmProviders.random(session, 64 * 96, 2), 64, 96);
      Matrix c = Matrix.of(GemmProviders.random(session, 32 * 96, 3), 32, 96);
      Matrix gradient = Matrix.of(GemmProviders.random(session, 64 * 96, 4), 64, 96);
      RowProduct packed = session.rowProduct(a, weights, false, true, c, 32);
      RowProduct plain = session.rowProduct(a, weights, false, false, c, 0);
      OuterProduct outer = session.outerProduct(a, c, true, gradient, 32);
      float[] row = new float[96];
      Runnable step =
          () -> {
            session.weightsChanged();
            packed.run(0, 0, 32);
            plain.run(3, 5, 20);
            outer.run(1, 1, 31);
            outer.run(0, 0, 0);
            c.buffer().get(96, row, 0, 96);
            c.buffer().put(0, row, 0, 96);
            c.buffer().zero(0, 96);
            c.buffer().copyTo(0, gradient.buffer(), 96, 96);
          };
      long least = Long.MAX_VALUE; // the test framework's own objects may come in between
      for (int attempt = 0; attempt < 5; attempt++) {
        least = Math.min(least, allocatedBy(step));
      }
      assertEquals(0, least, "bytes in 200 steps");
    }
  }

  private static long allocatedBy(Runnable step) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int repetition = 0; repetition < 200; repetition++) {
      step.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("shapes that do not fit, and rows outside of the matrices, are refused")
  void shapesMustFit(String provider) {
    try (GemmSession session = GemmProviders.named(provider).open()) {
      Matrix a = Matrix.of(session.allocate(12), 4, 3);
      Matrix weights = Matrix.of(session.allocate(15), 3, 5);
      Matrix c = Matrix.of(session.allocate(20), 4, 5);
      Class<IllegalArgumentException> refused = IllegalArgumentException.class;
      String message =
          String.valueOf(
              assertThrows(refused, () -> session.rowProduct(a, weights, true, false, c, 0))
                  .getMessage());
      assertTrue(message.contains("C columns = 3 for weights of 3 x 5 transposed"), message);
      assertThrows(refused, () -> session.rowProduct(c, weights, false, false, c, 0));
      assertThrows(refused, () -> session.rowProduct(a, weights, false, false, c, -1));
      message =
          String.valueOf(
              assertThrows(refused, () -> session.outerProduct(a, c, false, a)).getMessage());
      assertTrue(message.contains("needs C 3 x 5, got C 4 x 3"), message);
      RowProduct product = session.rowProduct(a, weights, false, false, c, 4);
      Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
      assertThrows(outside, () -> product.run(1, 0, 4));
      assertThrows(outside, () -> product.run(0, 3, 2));
      assertThrows(outside, () -> product.run(-1, 0, 1));
      assertThrows(refused, () -> session.outerProduct(a, c, false, weights, -1));
      OuterProduct outer = session.outerProduct(a, c, false, weights, 4);
      assertThrows(outside, () -> outer.run(0, 1, 4));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("buffers of another session are refused")
  void buffersOfAnotherSession(String provider) {
    Gemm gemm = GemmProviders.named(provider);
    try (GemmSession one = gemm.open();
        GemmSession two = gemm.open()) {
      Matrix mine = Matrix.of(one.allocate(9), 3, 3);
      Matrix other = Matrix.of(two.allocate(9), 3, 3);
      Class<IllegalArgumentException> refused = IllegalArgumentException.class;
      assertThrows(refused, () -> one.rowProduct(mine, other, false, false, mine, 0));
      assertThrows(refused, () -> one.outerProduct(mine, mine, false, other));
      assertThrows(refused, () -> mine.buffer().copyTo(0, other.buffer(), 0, 9));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName(
      "a closed session refuses its products instead of crashing the JVM; closing twice is one")
  void closed(String provider) {
    GemmSession session = GemmProviders.named(provider).open();
    Matrix a = Matrix.of(session.allocate(9), 3, 3);
    Matrix c = Matrix.of(session.allocate(9), 3, 3);
    RowProduct product = session.rowProduct(a, a, false, false, c, 3);
    session.close();
    session.close();
    Class<IllegalStateException> refused = IllegalStateException.class;
    assertThrows(refused, () -> product.run(0, 0, 3));
    assertThrows(refused, () -> session.allocate(1));
    assertThrows(refused, session::weightsChanged);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("another thread is refused, by name")
  void anotherThread(String provider) {
    try (GemmSession session = GemmProviders.named(provider).open()) {
      Matrix a = Matrix.of(session.allocate(9), 3, 3);
      Matrix c = Matrix.of(session.allocate(9), 3, 3);
      RowProduct product = session.rowProduct(a, a, false, false, c, 3);
      for (Runnable use : new Runnable[] {() -> product.run(0, 0, 3), session::close}) {
        String failure =
            assertThrows(ExecutionException.class, () -> CompletableFuture.runAsync(use).get())
                .toString();
        assertTrue(failure.contains("IllegalStateException: a session of matrix"), failure);
        assertTrue(
            failure.contains("that opened it, " + Thread.currentThread().getName()), failure);
      }
    }
  }

  @Test
  @DisplayName("a matrix must lie in its buffer; its windows are those of its columns")
  void matrices() {
    try (GemmSession session = Gemm.named("java").open()) {
      Buffer buffer = session.allocate(20);
      Class<IllegalArgumentException> refused = IllegalArgumentException.class;
      assertThrows(refused, () -> new Matrix(buffer, 1, 4, 5, 5));
      assertThrows(refused, () -> new Matrix(buffer, -1, 1, 1, 1));
      assertThrows(refused, () -> new Matrix(buffer, 0, 2, 5, 4));
      assertThrows(refused, () -> new Matrix(buffer, 0, 2, 0, 4));
      assertThrows(refused, () -> Matrix.of(buffer, Integer.MAX_VALUE, 2));
      Matrix matrix = Matrix.of(buffer, 4, 5);
      assertEquals(new Matrix(buffer, 2, 4, 3, 5), matrix.columns(2, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> matrix.columns(3, 3));
    }
  }
}
