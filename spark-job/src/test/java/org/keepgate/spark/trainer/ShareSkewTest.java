package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.SharedSpark;
import org.keepgate.spark.dataset.SequencePartitioner;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;

@DisplayName("Skew: one sequence of a million steps among a hundred thousand short ones")
class ShareSkewTest {
  private static final SequenceFormat FORMAT = SequenceFormat.symbolClassifier(4, 2);
  private static final int GIANT = 1_000_000;
  private static final long STEPS =
      GIANT + IntStream.rangeClosed(1, 100_000).mapToLong(i -> 19 + i % 19).sum();

  private final JavaSparkContext spark = SharedSpark.context();

  @Test
  @DisplayName("two workers have even shares, within a hundredth")
  void two() {
    ShareSkew skew = ShareSkew.of(shares(2));
    assertEquals(STEPS / 2.0, skew.mean());
    assertTrue(skew.excess() < 0.01, skew.sentence());
    assertFalse(skew.isWorthAWarning());
    assertTrue(skew.sentence().endsWith("% more"), skew.sentence());
  }

  @Test
  @DisplayName("of eight workers one has it alone, the others are even, and a warning says why")
  void eight() {
    List<ShareSummary> shares = shares(8);
    ShareSkew skew = ShareSkew.of(shares);
    assertEquals(1, skew.largest().sequences());
    assertEquals(GIANT, skew.largest().steps());
    double rest = (STEPS - GIANT) / 7.0;
    for (ShareSummary share : shares) {
      if (share.worker() != skew.largest().worker()) {
        assertEquals(rest, (double) share.steps(), 0.01 * rest);
      }
    }
    assertTrue(skew.isWorthAWarning());
    assertEquals(
        "8 workers have 474997 steps each on average; the largest share, of worker 1, has 1000000"
            + " steps in 1 sequences, 110.5 % more, and every round waits for it; a sequence is not"
            + " divided between workers: cut the longest ones, or set numWorkers to 3 or fewer",
        skew.sentence());
    assertTrue(ShareSkew.of(shares(3)).excess() < 0.01, "as it says");
  }

  private List<ShareSummary> shares(int numWorkers) {
    JavaRDD<Sequence> sequences =
        spark
            .parallelize(IntStream.rangeClosed(0, 100_000).boxed().toList(), 4)
            .map(
                i -> {
                  int[] symbols = new int[i == 0 ? GIANT : 19 + i % 19];
                  for (int t = 0; t < symbols.length; t++) {
                    symbols[t] = (i >> t % 16 & 1) + (t & 2);
                  }
                  return Sequence.ofSymbols("row " + i, symbols).withClasses(i & 1);
                });
    JavaRDD<SequenceBlock> shares = SequencePartitioner.deal(sequences, FORMAT, numWorkers);
    try {
      TrainingOptions options =
          TrainingOptions.defaults().withNumWorkers(numWorkers).withSegmentLength(64);
      return new DistributedTrainer(NetworkSpec.of(FORMAT, "lstm", 4), options, shares, null)
          .shares();
    } finally {
      shares.unpersist();
    }
  }
}
