package org.keepgate.examples.paper;

import org.keepgate.cell.CellOptions;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;

/**
 * Experiments 4 and 5 of 1997: add, or multiply, the two marked values of a sequence of pairs
 * (value, marker). The marker is 1 on the two marked pairs, −1 on the first and last pair, else 0;
 * the first marked pair is among the first ten, the second among the first T/2 − 1 that are still
 * unmarked.
 */
final class MarkedPairs {
  private MarkedPairs() {}

  static Experiment adding(int length) {
    String paper =
        switch (length) {
          case 100 -> "74,000 sequences, 1 of 2560 wrong";
          case 500 -> "209,000 sequences, 0 of 2560 wrong";
          default -> "853,000 sequences, 1 of 2560 wrong";
        };
    return new EndTask(
        "4-t" + length,
        "adding, T = " + length,
        paper,
        length == 100 ? 74_000 : length == 500 ? 209_000 : 853_000,
        93,
        network(Blocks.classic(2).withInputGateBias(-3, -3)),
        0.5,
        0.04,
        (random, into) -> draw(random, into, length, true),
        seed -> Criterion.recent(0, 0.01));
  }

  static Experiment multiplication(int mostWrong) {
    return new EndTask(
        "5-w" + mostWrong,
        "multiplication, T = 100, until fewer than " + mostWrong + " of 2000 are wrong",
        mostWrong == 140
            ? "482,000 sequences, 139 of 2560 wrong"
            : "1,273,000 sequences, 14 of 2560 wrong",
        mostWrong == 140 ? 482_000 : 1_273_000,
        93,
        network(Blocks.classic(2)),
        0.1,
        0.04,
        (random, into) -> draw(random, into, 100, false),
        seed -> Criterion.recent(mostWrong - 1, 1));
  }

  private static NetworkSpec network(MemoryBlockOptions blocks) {
    return Blocks.ofFeatures(2, 1, CellOptions.memoryBlocks(2, blocks), 0.1);
  }

  private static void draw(RandomStream random, Sample into, int lag, boolean adding) {
    int length = lag + random.nextInt(lag / 10 + 1);
    int first = random.nextInt(10);
    int second = random.nextInt(lag / 2 - 1);
    second += second >= first ? 1 : 0; // still unmarked
    double sum = 0;
    double product = 1;
    for (int step = 0; step < length; step++) {
      double value = adding ? 2 * random.nextDouble() - 1 : random.nextDouble();
      boolean marked = step == first || step == second;
      double marker = marked ? 1 : step == 0 || step == length - 1 ? -1 : 0;
      if (marked && step == 0) { // the very first pair: X is left out of the sum or product
        value = adding ? 0 : 1;
      }
      sum += marked ? value : 0;
      product *= marked ? value : 1;
      into.add(value, marker);
    }
    into.target[0] = (float) (adding ? 0.5 + sum / 4 : product);
  }
}
