package org.keepgate.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.cell.Cells;
import org.keepgate.head.MetricSink;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("A network that runs over share after share")
class InferenceTest {
  private static final SequenceFormat FORMAT = SequenceFormat.symbolTagger(6, 4);
  private static final NetworkSpec SPEC =
      NetworkSpec.of(FORMAT, Cells.LSTM, 9).withLayers(2).withDropout(0.5);
  private static final float[] PARAMETERS = SPEC.initialParameters(3);
  private static final SequenceShare LARGE = share(5, 40, 1);
  private static final SequenceShare SMALL = share(3, 11, 2);

  @Test
  @DisplayName("is the same network as long as it is large enough")
  void keepsItsNetwork() {
    try (Inference inference = inference()) {
      Network first = network(inference, SMALL);
      Network larger = network(inference, LARGE);
      assertEquals(true, first != larger, "the first was too small");
      assertEquals(larger, network(inference, SMALL));
      assertEquals(larger, network(inference, LARGE));
    }
  }

  @Test
  @DisplayName("nothing of a share is left in the next one's outputs")
  void forgetsTheShareBefore() {
    float[][] alone;
    try (Inference fresh = inference()) {
      alone = outputs(fresh, SMALL);
    }
    try (Inference inference = inference()) {
      float[][] larger = outputs(inference, LARGE);
      assertEquals(5 * 40, larger.length);
      assertArrayEquals(alone, outputs(inference, SMALL));
      assertArrayEquals(larger, outputs(inference, LARGE));
    }
  }

  @Test
  @DisplayName("a network that was too small is closed before the next is made")
  void closesWhatWasTooSmall() {
    try (Inference inference = inference()) {
      Network first = network(inference, SMALL);
      network(inference, LARGE);
      assertThrows(IllegalStateException.class, () -> first.setParameters(PARAMETERS));
    }
  }

  private static Inference inference() {
    return new Inference(SPEC, PARAMETERS, 4, 7, Gemm.named("java"));
  }

  private static Network network(Inference inference, SequenceShare share) {
    List<Network> seen = new ArrayList<>();
    inference.run(share, sums(), (network, batch, before) -> seen.add(network));
    return seen.get(0);
  }

  /** Of every step, in the order in which they come. */
  private static float[][] outputs(Inference inference, SequenceShare share) {
    List<float[]> rows = new ArrayList<>();
    inference.run(
        share,
        sums(),
        (network, batch, before) -> {
          for (int n = 0; n < batch.totalRows(); n++) {
            float[] row = new float[network.outputWidth()];
            network.outputs(n, row);
            rows.add(row);
          }
        });
    return rows.toArray(new float[0][]);
  }

  private static MetricSink sums() {
    return new MetricSums(FORMAT.targetKind(), FORMAT.outputSize());
  }

  private static SequenceShare share(int count, int steps, long seed) {
    RandomStream random = new RandomStream(seed);
    SequenceBlockBuilder builder = SequenceBlock.builder(FORMAT);
    for (int i = 0; i < count; i++) {
      int[] symbols = new int[steps];
      int[] classes = new int[steps];
      for (int t = 0; t < steps; t++) {
        symbols[t] = random.nextInt(6);
        classes[t] = random.nextInt(4);
      }
      builder.add(Sequence.ofSymbols("sequence " + i, symbols).withClasses(classes));
    }
    return new SequenceShare(FORMAT, List.of(builder.build()));
  }
}
