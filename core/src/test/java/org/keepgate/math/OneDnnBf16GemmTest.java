package org.keepgate.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("oneDNN with operands in bfloat16: rounds them, and nothing else")
class OneDnnBf16GemmTest {
  private static final String ONEDNN = OneDnnGemm.NAME;

  @BeforeEach
  void onlyWhereBundled() {
    assumeTrue(GemmProviders.linuxOnX86(), "the natives of this test are those of Linux on x86-64");
  }

  private static Gemm bf16() {
    assumeTrue(GemmProviders.multipliesBf16(), "the kernels begin with AVX512_BF16");
    return Gemm.named(ONEDNN).inBf16();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"openblas", "java"})
  @DisplayName("other providers have float32 only, and say so by being themselves")
  void othersAreThemselves(String provider) {
    Gemm gemm = Gemm.named(provider);
    assertSame(gemm, gemm.inBf16());
  }

  @Test
  @DisplayName("a processor without the instructions stays with float32")
  void processorWithoutInstructions() throws Exception {
    String said = FreshJvm.run(List.of(), WithoutInstructions.class);
    assertEquals("same", said.lines().reduce((first, last) -> last).orElse(""), said);
  }

  /** In a JVM of its own: what oneDNN may use is decided once. */
  static final class WithoutInstructions {
    private WithoutInstructions() {}

    public static void main(String[] arguments) {
      dnnl.dnnl_set_max_cpu_isa(dnnl.dnnl_cpu_isa_avx512_core);
      Gemm gemm = Gemm.named(ONEDNN);
      System.out.println(gemm.inBf16() == gemm ? "same" : gemm.inBf16().fingerprint());
    }
  }

  @Test
  @DisplayName("its fingerprint tells it from float32; it is in bfloat16 already")
  void fingerprint() {
    Gemm gemm = bf16();
    assertTrue(gemm.fingerprint().startsWith("onednn-bf16 "), gemm.fingerprint());
    assertNotEquals(Gemm.named(ONEDNN).fingerprint(), gemm.fingerprint());
    assertSame(gemm, gemm.inBf16());
  }

  @ParameterizedTest(name = "{0} rows of {1}, {2} columns")
  @CsvSource({"64, 256, 1024", "1, 40, 24", "77, 33, 65", "600, 128, 9", "300, 257, 129"})
  @DisplayName("a row product is within 2⁻⁸ Σ|a w| of float32's, and is not float32's")
  void rowsNearFloat32(int rows, int inner, int columns) {
    float[] exact = rowProduct(Gemm.named(ONEDNN), rows, inner, columns, false);
    float[] magnitudes = rowProduct(Gemm.named(ONEDNN), rows, inner, columns, true);
    assertNear(exact, magnitudes, rowProduct(bf16(), rows, inner, columns, false));
  }

  @ParameterizedTest(name = "{0} rows of {1} and {2}")
  @CsvSource({"4032, 128, 64", "2700, 1100, 1000", "33, 7, 5", "700, 257, 129"})
  @DisplayName("an outer product is within 2⁻⁸ Σ|a b| of float32's, and is not float32's")
  void outerNearFloat32(int rows, int inner, int columns) {
    float[] exact = outerProduct(Gemm.named(ONEDNN), rows, inner, columns, false);
    float[] magnitudes = outerProduct(Gemm.named(ONEDNN), rows, inner, columns, true);
    assertNear(exact, magnitudes, outerProduct(bf16(), rows, inner, columns, false));
  }

  /**
   * Both operands are rounded by at most 2⁻⁸ of themselves, up or down: of one term the error may
   * be twice that, of the thirty and more terms of these sums much of it cancels.
   */
  private static void assertNear(float[] exact, float[] magnitudes, float[] rounded) {
    boolean differs = false;
    for (int j = 0; j < exact.length; j++) {
      assertEquals(exact[j], rounded[j], 0x1p-8 * magnitudes[j]);
      differs |= Math.abs(exact[j] - rounded[j]) > 0x1p-16 * magnitudes[j];
    }
    assertTrue(differs, "nothing was rounded");
  }

  @Test
  @DisplayName("rounds to the nearest, of two to the even; keeps infinities and what is no number")
  void rounding() {
    float[] values = {
      1f,
      -3.140625f,
      0f,
      1 + 0x1p-8f,
      1 + 0x3p-8f,
      1 + 0x1.002p-8f,
      -1 - 0x1p-8f,
      1e38f,
      0x1p-100f,
      Float.POSITIVE_INFINITY,
      Float.NaN,
      3.4e38f
    };
    for (float value : values) {
      float[] expected = {Bf16.rounded(value)};
      assertArrayEquals(expected, productWithOne(value), Float.toString(value));
    }
    assertEquals(1f, Bf16.rounded(1 + 0x1p-8f));
    assertEquals(1 + 0x1p-6f, Bf16.rounded(1 + 0x3p-8f));
    assertEquals(1 + 0x1p-7f, Bf16.rounded(1 + 0x1.002p-8f));
  }

  private static float[] productWithOne(float value) {
    try (GemmSession session = bf16().open()) {
      Matrix a = Matrix.of(session.allocate(1), 1, 1);
      Matrix one = Matrix.of(session.allocate(1), 1, 1);
      Matrix c = Matrix.of(session.allocate(1), 1, 1);
      a.buffer().put(0, new float[] {value}, 0, 1);
      one.buffer().put(0, new float[] {1f}, 0, 1);
      session.rowProduct(a, one, false, false, c, 2).run(0, 0, 1);
      return GemmProviders.floats(c.buffer());
    }
  }

  @Test
  @DisplayName("a product without a usual number of rows is float32's, to the bit")
  void withoutUsualRows() {
    float[][] results = new float[2][];
    for (int k = 0; k < 2; k++) {
      Gemm gemm = k == 0 ? bf16() : Gemm.named(ONEDNN);
      try (GemmSession session = gemm.open()) {
        Matrix a = Matrix.of(GemmProviders.random(session, 64 * 48, 1), 64, 48);
        Matrix weights = Matrix.of(GemmProviders.random(session, 48 * 80, 2), 48, 80);
        Matrix c = Matrix.of(session.allocate(64 * 80), 64, 80);
        Matrix gradient = Matrix.of(session.allocate(48 * 80), 48, 80);
        session.rowProduct(a, weights, false, false, c, 0).run(0, 0, 64);
        session.outerProduct(a, c, false, gradient).run(0, 0, 64);
        results[k] = GemmProviders.floats(gradient.buffer());
      }
    }
    assertArrayEquals(results[1], results[0]);
  }

  @Test
  @DisplayName("one row by large weights, again and again, harms no other memory")
  void oneRowByLargeWeights() throws Exception {
    bf16();
    assertEquals("done", FreshJvm.run(List.of("-Xmx64m"), OneRow.class).lines().toList().get(0));
  }

  /** In a JVM of its own: what is written beyond its memory ends the JVM. */
  static final class OneRow {
    private static final int SIZE = 2048;

    private OneRow() {}

    public static void main(String[] arguments) {
      try (GemmSession session = bf16().open()) {
        Matrix a = Matrix.of(session.allocate(2 * SIZE), 2, SIZE);
        Matrix weights = Matrix.of(session.allocate(4 * SIZE * SIZE), SIZE, 4 * SIZE);
        Matrix c = Matrix.of(session.allocate(8 * SIZE), 2, 4 * SIZE);
        RowProduct product = session.rowProduct(a, weights, false, true, c, 2);
        for (int repetition = 0; repetition < 9; repetition++) {
          session.weightsChanged();
          product.run(1, 1, 1);
        }
      }
      System.out.println("done");
    }
  }

  private static float[] rowProduct(Gemm gemm, int rows, int inner, int columns, boolean absolute) {
    try (GemmSession session = gemm.open()) {
      Matrix a = Matrix.of(random(session, rows * inner, 1, absolute), rows, inner);
      Matrix weights = Matrix.of(random(session, inner * columns, 2, absolute), inner, columns);
      Matrix c = Matrix.of(session.allocate(rows * columns), rows, columns);
      session.rowProduct(a, weights, false, false, c, rows + 1).run(0, 0, rows);
      return GemmProviders.floats(c.buffer());
    }
  }

  private static float[] outerProduct(
      Gemm gemm, int rows, int inner, int columns, boolean absolute) {
    try (GemmSession session = gemm.open()) {
      Matrix a = Matrix.of(random(session, rows * inner, 1, absolute), rows, inner);
      Matrix b = Matrix.of(random(session, rows * columns, 2, absolute), rows, columns);
      Matrix c = Matrix.of(session.allocate(inner * columns), inner, columns);
      session.outerProduct(a, b, false, c, rows).run(0, 0, rows);
      return GemmProviders.floats(c.buffer());
    }
  }

  private static Buffer random(GemmSession session, int size, long seed, boolean absolute) {
    Buffer buffer = GemmProviders.random(session, size, seed);
    float[] values = GemmProviders.floats(buffer);
    for (int j = 0; absolute && j < size; j++) {
      values[j] = Math.abs(values[j]);
    }
    buffer.put(0, values, 0, size);
    return buffer;
  }
}
