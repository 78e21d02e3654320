package org.keepgate.examples.paper;

import org.keepgate.cell.CellOptions;
import org.keepgate.math.RandomStream;

/**
 * Experiment 3a of 1997, the two-sequence problem: the first N of 100 to 110 elements are +1
 * (target 1) or −1 (target 0), the rest is Gaussian noise of variance 0.2.
 */
final class TwoSequences {
  private static final int LAG = 100;
  private static final double NOISE = StrictMath.sqrt(0.2);
  private static final double TOLERANCE = 0.2;

  private TwoSequences() {}

  static Experiment of3a(int informative) {
    return new EndTask(
        "3a-n" + informative,
        "two sequences, T = 100, " + informative + " informative elements; until ST2",
        informative == 3
            ? "39,850 sequences, 0.000195 of the test wrong"
            : "64,330 sequences, 0.000117 of the test wrong",
        informative == 3 ? 39_850 : 64_330,
        102,
        Blocks.withoutOutputBias(
            Blocks.ofFeatures(
                1,
                1,
                CellOptions.memoryBlocks(
                    3, Blocks.classic(1).withInputGateBias(-1, -2).withOutputGateBias(-2, -2)),
                0.1)),
        1.0,
        TOLERANCE,
        (random, into) -> draw(random, into, informative),
        seed ->
            Criterion.testSet(
                (random, into) -> draw(random, into, informative), 1, TOLERANCE, 0.01, seed));
  }

  private static void draw(RandomStream random, Sample into, int informative) {
    int length = LAG + random.nextInt(LAG / 10 + 1);
    boolean first = random.nextInt(2) == 0;
    for (int step = 0; step < length; step++) {
      into.add(step < informative ? (first ? 1.0 : -1.0) : NOISE * random.nextGaussian());
    }
    into.target[0] = first ? 1 : 0;
  }
}
