package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Feedback;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SequenceFormat;

@DisplayName("Online learning of memory blocks: storage, carried state, refusals")
class OnlineNetworkTest {
  private static final MemoryBlockOptions BLOCKS =
      MemoryBlockOptions.classic().withCellsPerBlock(2).withForgetGate(true).withPeepholes(true);

  @ParameterizedTest(name = "forget gates {0}")
  @CsvSource({"true", "false"})
  @DisplayName("a million steps need no more storage than one: O(W), whatever the length")
  void storageIsFlat(boolean forgetGates) {
    OnlineNetwork network =
        network(CellOptions.memoryBlocks(2, BLOCKS.withForgetGate(forgetGates)));
    double[] gradient = new double[network.layout().size()];
    float[] features = new float[64];
    RandomStream random = new RandomStream(2);
    for (int j = 0; j < features.length; j++) {
      features[j] = (float) (random.nextDouble() - 0.5);
    }
    int carried = network.carriedSize();
    long parameters = network.layout().parameterCount();
    assertTrue(carried <= 3 * parameters, carried + " numbers for " + parameters + " parameters");
    run(network, features, gradient, 10_000); // classes are loaded, code is compiled
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(network, features, gradient, 1_000_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 20_000, allocated + " bytes in 10⁶ steps");
    assertEquals(carried, network.carriedSize());
    assertEquals(carried, network.save().length);
  }

  private static void run(OnlineNetwork network, float[] features, double[] gradient, int steps) {
    for (int step = 0; step < steps; step++) {
      network.step(features, step % 30 * 2);
      network.addGradient(features, step % 30, gradient);
    }
  }

  @Test
  @DisplayName("what is saved and restored goes on as if nothing had been")
  void savedStateGoesOn() {
    CellOptions cell = CellOptions.memoryBlocks(2, BLOCKS);
    OnlineNetwork whole = network(cell);
    OnlineNetwork cut = network(cell);
    float[] features = {0.5f, -1, 0.25f, 0.75f};
    for (int step = 0; step < 50; step++) {
      whole.step(features, step % 2 * 2);
      cut.step(features, step % 2 * 2);
      OnlineNetwork next = network(cell);
      next.restore(cut.save());
      cut = next;
    }
    double[] expected = new double[whole.layout().size()];
    double[] actual = new double[expected.length];
    cut.step(features, 0);
    whole.step(features, 0);
    whole.addGradient(new float[] {1, 0}, 0, expected);
    cut.addGradient(new float[] {1, 0}, 0, actual);
    for (int j = 0; j < expected.length; j++) { // states are saved as floats
      assertEquals(expected[j], actual[j], 1e-5 * Math.max(1e-2, Math.abs(expected[j])));
    }
  }

  @Test
  @DisplayName("how much is carried is known without making the network")
  void carriedSize() {
    MemoryBlockOptions plain = MemoryBlockOptions.classic();
    for (MemoryBlockOptions options :
        List.of(
            plain,
            BLOCKS,
            BLOCKS.withPeepholes(false),
            BLOCKS.withInputGate(false),
            plain.withCellsPerBlock(3).withOutputGate(false).withFeedback(Feedback.CELLS),
            plain.withInputGate(false).withOutputGate(false).withFeedback(Feedback.NONE))) {
      OnlineNetwork network = network(CellOptions.memoryBlocks(2, options));
      assertEquals(network.save().length, network.carriedSize(), options.toString());
      network.restore(network.save());
    }
  }

  @Test
  @DisplayName("networks that do not learn online are refused by name")
  void refusals() {
    NetworkSpec good = spec(CellOptions.memoryBlocks(2, BLOCKS));
    OnlineNetwork.requireFits(good);
    assertRefused("lstm-1997, got lstm", spec(CellOptions.of("lstm", 4)));
    MemoryBlockOptions full = BLOCKS.withTruncatedGradient(false);
    assertRefused("gradient to truncated", spec(CellOptions.memoryBlocks(2, full)));
    assertRefused("one layer", good.withLayers(2));
    assertRefused("bidirectional", good.withStack(StackOptions.of(1).withBidirectional(true)));
    assertRefused("dropout", good.withDropout(0.5));
    assertRefused(
        "clipPreActivationGradient", good.withCell(good.cell().withClipPreActivationGradient(1)));
    assertRefused("HUBER", good.withHead(HeadOptions.of(HeadKind.HUBER)));
    assertRefused("clipOutputGradient", good.withHead(good.head().withClipGradient(1)));
  }

  private static void assertRefused(String expected, NetworkSpec spec) {
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> new OnlineNetwork(spec)).toString();
    assertTrue(refusal.contains("regime online") && refusal.contains(expected), refusal);
  }

  private static NetworkSpec spec(CellOptions cell) {
    return NetworkSpec.of(SequenceFormat.forecaster(2, 2, Readout.EVERY_STEP), cell)
        .withHead(HeadOptions.of(HeadKind.LOGISTIC_SQUARED_ERROR));
  }

  private static OnlineNetwork network(CellOptions cell) {
    NetworkSpec spec = spec(cell);
    OnlineNetwork network = new OnlineNetwork(spec);
    network.setParameters(spec.initialParameters(3));
    return network;
  }
}
