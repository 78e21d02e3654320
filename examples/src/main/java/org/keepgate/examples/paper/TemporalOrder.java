package org.keepgate.examples.paper;

import org.keepgate.cell.CellOptions;
import org.keepgate.math.RandomStream;

/**
 * Experiment 6 of 1997: which of X and Y came first, second (and third)? The sequence starts with
 * E, ends with the trigger B, and has 100 to 110 symbols, all but the relevant ones from a, b, c,
 * d.
 */
final class TemporalOrder {
  private static final int DISTRACTORS = 4; // a b c d
  private static final int START = 4; // E
  private static final int TRIGGER = 5; // B
  private static final int X = 6;
  private static final int[] TWO = {10, 50};
  private static final int[] THREE = {10, 33, 66};

  private TemporalOrder() {}

  static Experiment of6a() {
    return new EndTask(
        "6a",
        "temporal order, 2 relevant symbols",
        "31,390 sequences, 1 of 2560 wrong",
        31_390,
        156,
        Blocks.ofSymbols(
            8, 4, CellOptions.memoryBlocks(2, Blocks.classic(2).withInputGateBias(-2, -2)), 0.1),
        0.5,
        0.3,
        (random, into) -> draw(random, into, TWO),
        seed -> Criterion.recent(0, 0.1));
  }

  static Experiment of6b() {
    return new EndTask(
        "6b",
        "temporal order, 3 relevant symbols",
        "571,100 sequences, 2 of 2560 wrong",
        571_100,
        308,
        Blocks.ofSymbols(
            8, 8, CellOptions.memoryBlocks(3, Blocks.classic(2).withInputGateBias(-2, -2)), 0.1),
        0.1,
        0.3,
        (random, into) -> draw(random, into, THREE),
        seed -> Criterion.recent(0, 0.1));
  }

  /** Relevant symbol n at a place within 10 after {@code places[n]}. */
  private static void draw(RandomStream random, Sample into, int[] places) {
    int length = 100 + random.nextInt(11);
    int[] at = new int[places.length];
    int kind = 0;
    for (int n = 0; n < at.length; n++) {
      at[n] = places[n] + random.nextInt(11);
    }
    into.add(START);
    for (int step = 1; step < length - 1; step++) {
      int relevant = indexOf(at, step);
      if (relevant < 0) {
        into.add(random.nextInt(DISTRACTORS));
      } else {
        int symbol = random.nextInt(2);
        kind = 2 * kind + symbol;
        into.add(X + symbol);
      }
    }
    into.add(TRIGGER);
    into.target[kind] = 1;
  }

  private static int indexOf(int[] places, int step) {
    for (int n = 0; n < places.length; n++) {
      if (places[n] == step) {
        return n;
      }
    }
    return -1;
  }
}
