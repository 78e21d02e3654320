package org.keepgate.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.cell.Cells;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Evaluation of a network over a share")
class EvaluatorTest {
  private static final Gemm GEMM = Gemm.named("java");
  private static final SequenceFormat FORMAT = SequenceFormat.languageModel(5);
  private static final NetworkSpec SPEC =
      NetworkSpec.of(FORMAT, Cells.LSTM, 7).withLayers(2).withDropout(0.5); // dropout must not act
  private static final float[] PARAMETERS = SPEC.initialParameters(3);
  private static final List<Sequence> TEXTS = texts();
  private static final MetricSums ALONE = alone();

  @ParameterizedTest(name = "batchSize {0}, segmentLength {1}")
  @CsvSource({"1, 0", "3, 0", "3, 1", "3, 7", "20, 7", "20, 500"})
  @DisplayName("batches and segments change no count and no loss beyond rounding")
  void regimeDoesNotMatter(int batchSize, int segmentLength) {
    MetricSums sums =
        Evaluator.evaluate(SPEC, PARAMETERS, share(TEXTS), batchSize, segmentLength, GEMM);
    assertEquals(ALONE.targetCount(), sums.targetCount());
    assertEquals(ALONE.correct(), sums.correct());
    assertArrayEquals(ALONE.actual(), sums.actual());
    assertEquals(ALONE.lossSum(), sums.lossSum(), 1e-5 * ALONE.lossSum());
  }

  @Test
  @DisplayName("twice the same gives the same bits")
  void sameBits() {
    MetricSums one = Evaluator.evaluate(SPEC, PARAMETERS, share(TEXTS), 3, 7, GEMM);
    MetricSums other = Evaluator.evaluate(SPEC, PARAMETERS, share(TEXTS), 3, 7, GEMM);
    assertEquals(one.lossSum(), other.lossSum());
    assertTrue(one.lossSum() > 0);
  }

  @Test
  @DisplayName("a share without sequences has sums of nothing")
  void emptyShare() {
    MetricSums sums = Evaluator.evaluate(SPEC, PARAMETERS, share(List.of()), 3, 7, GEMM);
    assertEquals(0, sums.targetCount());
    assertEquals(0, sums.lossSum());
  }

  /** Every text on its own, from a zero state, in one segment. */
  private static MetricSums alone() {
    MetricSums sums = new MetricSums(FORMAT.targetKind(), FORMAT.outputSize());
    for (Sequence text : TEXTS) {
      sums.add(Evaluator.evaluate(SPEC, PARAMETERS, share(List.of(text)), 1, 1000, GEMM));
    }
    return sums;
  }

  private static List<Sequence> texts() {
    RandomStream random = new RandomStream(4);
    List<Sequence> texts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int[] symbols = new int[2 + random.nextInt(60)];
      for (int t = 0; t < symbols.length; t++) {
        symbols[t] = random.nextInt(5);
      }
      texts.add(Sequence.ofSymbols("text " + i, symbols));
    }
    return texts;
  }

  private static SequenceShare share(List<Sequence> sequences) {
    SequenceBlockBuilder builder = SequenceBlock.builder(FORMAT);
    sequences.forEach(builder::add);
    return new SequenceShare(FORMAT, List.of(builder.build()));
  }
}
