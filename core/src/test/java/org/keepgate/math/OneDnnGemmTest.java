package org.keepgate.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("oneDNN: the fast kernels, and memory that is given back")
class OneDnnGemmTest {

  @BeforeAll
  static void onlyWhereBundled() {
    assumeTrue(GemmProviders.linuxOnX86(), "the natives of this test are those of Linux on x86-64");
  }

  @Test
  @DisplayName(
      "packed products of recurrent shapes run on a kernel of their own, not on a reference")
  void packedProductsAreFast() {
    assumeTrue(
        (dnnl.dnnl_get_effective_cpu_isa() & dnnl.dnnl_cpu_isa_avx2) == dnnl.dnnl_cpu_isa_avx2,
        "the kernels begin with AVX2");
    try (OneDnnSession session = (OneDnnSession) Gemm.named("onednn").open()) {
      int[][] shapes = {{64, 256, 1024}, {64, 1024, 256}, {32, 64, 256}, {1, 128, 512}, {5, 7, 9}};
      for (int[] shape : shapes) {
        String kernel = session.kernel(shape[0], shape[1], shape[2]);
        assertTrue(kernel.startsWith("brg"), kernel);
      }
    }
  }

  @Test
  @DisplayName("one row by large weights, again and again, harms no other memory")
  void oneRowByLargeWeights() throws IOException, InterruptedException {
    assertEquals("done", FreshJvm.run(List.of("-Xmx64m"), OneRow.class).lines().toList().get(0));
  }

  /** In a JVM of its own: what is written beyond its memory ends the JVM. */
  static final class OneRow {
    private static final int SIZE = 2048;

    private OneRow() {}

    public static void main(String[] arguments) {
      try (GemmSession session = Gemm.named("onednn").open()) {
        Matrix a = Matrix.of(session.allocate(SIZE), 1, SIZE);
        Matrix weights = Matrix.of(session.allocate(4 * SIZE * SIZE), SIZE, 4 * SIZE);
        Matrix c = Matrix.of(session.allocate(4 * SIZE), 1, 4 * SIZE);
        RowProduct product = session.rowProduct(a, weights, false, true, c, 1);
        for (int repetition = 0; repetition < 9; repetition++) {
          session.weightsChanged();
          product.run(0, 0, 1);
        }
      }
      System.out.println("done");
    }
  }

  @Test
  @DisplayName("closing a session frees its memory at once, without a garbage collection")
  void closingFreesMemory() throws IOException {
    useMuchMemory(); // the library's own
    long before = residentBytes();
    for (int repetition = 0; repetition < 20; repetition++) {
      useMuchMemory();
    }
    long grown = residentBytes() - before;
    assertTrue(grown >> 20 < 3L * MEGABYTES_A_SESSION, "grown by " + (grown >> 20) + " MB");
  }

  private static final int MEGABYTES_A_SESSION = 64 + 64 + 16;

  private static void useMuchMemory() {
    try (GemmSession session = Gemm.named("onednn").open()) {
      Matrix a = Matrix.of(session.allocate(16 << 20), 8 << 10, 2 << 10);
      Matrix weights = Matrix.of(session.allocate(4 << 20), 2 << 10, 2 << 10);
      Matrix c = Matrix.of(session.allocate(16 << 20), 8 << 10, 2 << 10);
      RowProduct product = session.rowProduct(a, weights, false, false, c, 16);
      product.run(0, 0, 16);
      float[] row = new float[2 << 10];
      for (int at = 0; at < 8 << 10; at++) { // touch every page
        a.buffer().put(a.rowOffset(at), row, 0, row.length);
        c.buffer().put(c.rowOffset(at), row, 0, row.length);
      }
    }
  }

  private static long residentBytes() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1];
    return Long.parseLong(pages) * 4096;
  }

  @Test
  @DisplayName("nothing counts against JavaCPP's limit of memory, which knows only the heap's size")
  void nothingCountsAgainstTheLimit() {
    try (GemmSession session = Gemm.named("onednn").open()) {
      long before = Pointer.totalCount();
      Matrix a = Matrix.of(session.allocate(1 << 20), 1 << 10, 1 << 10);
      Matrix c = Matrix.of(session.allocate(1 << 20), 1 << 10, 1 << 10);
      session.rowProduct(a, a, false, true, c, 64).run(0, 0, 64);
      session.outerProduct(a, a, false, c).run(0, 0, 64);
      assertEquals(before, Pointer.totalCount());
    }
  }

  @Test
  @DisplayName("memory that the system does not have is refused with a remedy")
  void tooMuchMemory() {
    String message =
        String.valueOf(
            assertThrows(IllegalStateException.class, () -> new NativeMemory(1L << 60))
                .getMessage());
    assertTrue(message.contains("spark.executor.memoryOverhead"), message);
    try (GemmSession session = Gemm.named("onednn").open()) {
      assertThrows(IllegalArgumentException.class, () -> session.allocate(Integer.MAX_VALUE));
    }
  }
}
