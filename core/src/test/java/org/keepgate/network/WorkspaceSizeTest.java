package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepgate.cell.Cells;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.math.Buffer;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmSession;
import org.keepgate.math.GemmTally;
import org.keepgate.math.Matrix;
import org.keepgate.sequence.SequenceFormat;

@DisplayName("The memory of a network is known before it is made")
class WorkspaceSizeTest {
  private static final int ROWS = 8;
  private static final int PACKED_ROWS = 20_000;
  private static final int FEW_PACKED_ROWS = 50;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @MethodSource("networks")
  @DisplayName("never less than what it takes on the heap of the Java products, and hardly more")
  void size(NetworkSpec spec) {
    requireKnown(spec, LossTrial.GEMM, PACKED_ROWS);
  }

  @ParameterizedTest
  @MethodSource("heavyNetworks")
  @DisplayName("so it is where weights take the most, on each provider that works on the heap")
  void weights(String provider, NetworkSpec spec) {
    requireKnown(spec, Gemm.named(provider), FEW_PACKED_ROWS);
  }

  static Stream<Arguments> heavyNetworks() {
    SequenceFormat words = SequenceFormat.languageModel(10_000);
    NetworkSpec softmax = NetworkSpec.of(words, "lstm", 64);
    NetworkSpec factored = softmax.withHead(HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX));
    NetworkSpec lstm = NetworkSpec.of(SequenceFormat.tagger(9, 5), "lstm", 256);
    return Stream.of("java", "openblas")
        .filter(WorkspaceSizeTest::isLoadable)
        .flatMap(name -> Stream.of(lstm, softmax, factored).map(spec -> Arguments.of(name, spec)));
  }

  private static boolean isLoadable(String provider) {
    try {
      return Gemm.named(provider).name().equals(provider);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Test
  @DisplayName("oneDNN is known to pack only the weights that meet a usual number of rows")
  void packed() {
    assumeTrue(isLoadable("onednn"));
    GemmTally tally = new GemmTally(Gemm.named("onednn"));
    try (GemmSession session = tally.open()) {
      Matrix weights = Matrix.of(session.allocate(160 * 320), 160, 320);
      Matrix a = Matrix.of(session.allocate(8 * 160), 8, 160);
      Matrix c = Matrix.of(session.allocate(8 * 320), 8, 320);
      List<Long> bytes = new ArrayList<>();
      for (int usualRows : new int[] {0, 1, 8}) {
        long before = tally.bytes();
        session.rowProduct(a, weights, false, false, c, usualRows);
        bytes.add(tally.bytes() - before);
      }
      assertTrue(bytes.get(0) < 4096 && bytes.get(1) < 4096, bytes.toString());
      assertEquals(4 * 160 * 320, bytes.get(2) - bytes.get(0));
    }
  }

  @Test
  @DisplayName("bf16 is known to keep rounded weights twice, and rounded blocks of rows")
  void rounded() {
    assumeTrue(isLoadable("onednn"));
    Gemm gemm = Gemm.named("onednn").inBf16();
    assumeTrue(gemm != Gemm.named("onednn"));
    GemmTally tally = new GemmTally(gemm);
    try (GemmSession session = tally.open()) {
      Matrix weights = Matrix.of(session.allocate(160 * 320), 160, 320);
      Matrix a = Matrix.of(session.allocate(800 * 160), 800, 160);
      Matrix c = Matrix.of(session.allocate(800 * 320), 800, 320);
      long before = tally.bytes();
      session.rowProduct(a, weights, false, false, c, 0);
      session.outerProduct(a, c, false, weights);
      long handles = (tally.bytes() - before) / 2;
      assertTrue(handles < 4096, handles + " bytes");
      before = tally.bytes();
      session.rowProduct(a, weights, false, false, c, 800);
      long row = 2 * (2 * 160 * 320 + 256 * 160) + 4 * 4 * 320;
      assertEquals(row, tally.bytes() - before - handles);
      before = tally.bytes();
      session.outerProduct(a, c, false, weights, 800);
      assertEquals(2 * 256 * (160 + 320), tally.bytes() - before - handles);
    }
  }

  @Test
  @DisplayName("bf16 of a large network is known, however few rows are counted")
  void roundedBlocks() {
    assumeTrue(isLoadable("onednn"));
    Gemm exact = Gemm.named("onednn");
    assumeTrue(exact.inBf16() != exact);
    NetworkSpec spec = NetworkSpec.of(SequenceFormat.languageModel(96), "lstm", 512);
    GemmTally tally = new GemmTally(exact.inBf16());
    new Network(spec, tally, 64, 4096).close();
    long known = WorkspaceSize.of(spec, exact.inBf16()).bytes(64, 4096);
    assertTrue(known >= tally.bytes() && known <= 1.05 * tally.bytes(), known + " bytes known");
  }

  private static void requireKnown(NetworkSpec spec, Gemm gemm, int packedRows) {
    made(spec, gemm, packedRows); // classes are loaded
    long taken = made(spec, gemm, packedRows);
    long known = WorkspaceSize.of(spec, gemm).bytes(ROWS, packedRows);
    assertTrue(known >= taken, known + " bytes known, " + taken + " taken");
    assertTrue(known <= 1.05 * taken, known + " bytes known, " + taken + " taken");
  }

  private static long made(NetworkSpec spec, Gemm gemm, int packedRows) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (Network network = new Network(spec, gemm, ROWS, packedRows)) {
      assertTrue(network.outputWidth() > 0);
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
  }

  static Stream<NetworkSpec> networks() {
    SequenceFormat format = SequenceFormat.tagger(9, 5);
    NetworkSpec plain = NetworkSpec.of(format, "lstm", 16);
    NetworkSpec words = NetworkSpec.of(SequenceFormat.languageModel(500), "gru", 16);
    StackOptions three = StackOptions.of(3);
    List<NetworkSpec> specs = new ArrayList<>();
    Cells.names().forEach(cell -> specs.add(NetworkSpec.of(format, cell, 16)));
    specs.add(plain.withStack(three));
    specs.add(plain.withStack(three.withBidirectional(true)));
    specs.add(plain.withStack(three.withSkipConnections(true).withDirectInput(true)));
    specs.add(plain.withStack(three.withResidual(true)));
    specs.add(plain.withStack(three.withBidirectional(true)).withDropout(0.5));
    specs.add(plain.withRegularization(RegularizationOptions.none().withInputNoise(0.1)));
    specs.add(
        NetworkSpec.of(format, "rnn", 16)
            .withRegularization(RegularizationOptions.none().withOmega(0.1)));
    specs.add(words);
    specs.add(words.withEmbeddingSize(12));
    specs.add(words.withHead(HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX)));
    return specs.stream();
  }

  @Test
  @DisplayName("what is only counted cannot be used")
  void counted() {
    GemmTally tally = new GemmTally(LossTrial.GEMM);
    Buffer buffer = tally.open().allocate(100);
    assertEquals(400, tally.bytes());
    assertThrows(IllegalStateException.class, () -> buffer.zero(0, 100));
    assertThrows(IllegalStateException.class, () -> buffer.put(0, new float[1], 0, 1));
    assertThrows(IllegalStateException.class, () -> buffer.get(0, new float[1], 0, 1));
    assertThrows(IllegalStateException.class, () -> buffer.copyTo(0, buffer, 1, 1));
  }
}
