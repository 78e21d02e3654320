package org.keepgate.examples.paper;

import java.util.Locale;
import org.keepgate.cell.BiasedUnits;
import org.keepgate.cell.CellOptions;
import org.keepgate.math.RandomStream;

/**
 * Experiment 2c of 1997: a sequence is b, then x or y, then q distractors, then with probability
 * 9/10 one distractor more each time, then e and the x or y of the second place, which is to be
 * predicted.
 */
final class LongLags {
  private static final int OTHERS = 4; // e b x y, after the distractors

  private LongLags() {}

  /**
   * With p distractors and a lag of at least q.
   *
   * @param paperSequences in the paper's table 3
   */
  static Experiment of2c(int q, int p, int paperSequences) {
    return new EndTask(
        "2c-q" + q + "-p" + p,
        "long time lags, q = " + q + ", p = " + p,
        String.format(Locale.ROOT, "%,d sequences", paperSequences),
        paperSequences,
        6 * (p + OTHERS + 6) + 4,
        Blocks.withoutOutputBias(
            Blocks.ofSymbols(
                p + OTHERS,
                2,
                CellOptions.memoryBlocks(2, Blocks.classic(1).withBiasedUnits(BiasedUnits.NONE)),
                0.2)),
        0.01,
        0.2,
        (random, into) -> draw(random, into, q, p),
        seed -> Criterion.successive(10_000));
  }

  private static void draw(RandomStream random, Sample into, int q, int p) {
    int kind = random.nextInt(2);
    into.add(p + 1); // b
    into.add(p + 2 + kind); // x or y
    for (int n = 0; n < q; n++) {
      into.add(random.nextInt(p));
    }
    while (random.nextInt(10) != 0) {
      into.add(random.nextInt(p));
    }
    into.add(p); // e
    into.target[kind] = 1;
  }
}
