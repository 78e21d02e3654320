package org.keepgate.examples.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.keepgate.cell.BiasedUnits;
import org.keepgate.cell.CellOptions;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;

/**
 * Experiment 1 of 1997: predict the next symbol of strings of the embedded Reber grammar. 256
 * strings for training, drawn at random, and 256 others for the test; learnt when for every symbol
 * of all of them the symbols allowed next have the largest outputs (looked at every 100 sequences).
 */
record EmbeddedReber(
    int blocks, int cellsPerBlock, double rate, String paper, double paperSequences)
    implements Experiment {
  private static final int STRINGS = 256;

  @Override
  public String name() {
    return "1-" + blocks + "x" + cellsPerBlock + "-a" + rate;
  }

  @Override
  public String sentence() {
    return "embedded Reber grammar, " + blocks + " blocks of " + cellsPerBlock + ", α = " + rate;
  }

  @Override
  public int weights() {
    return cellsPerBlock == 1 ? 264 : 276;
  }

  @Override
  public NetworkSpec network() {
    CellOptions cell =
        CellOptions.memoryBlocks(
            blocks,
            Blocks.classic(cellsPerBlock)
                .withBiasedUnits(BiasedUnits.GATES)
                .withOutputGateBias(-1, -1));
    return Blocks.withoutOutputBias(
        Blocks.ofSymbols(ReberGrammar.SYMBOLS, ReberGrammar.SYMBOLS, cell, 0.2));
  }

  @Override
  public Trial run(long seed, Budget budget) {
    Learner learner = new Learner(network(), rate, seed);
    RandomStream random = new RandomStream(RandomStream.mix(seed, 1));
    List<int[][]> strings = strings(random);
    float[] target = new float[ReberGrammar.SYMBOLS];
    long sequences = 0;
    boolean solved = false;
    while (!solved && budget.allows(sequences)) {
      int[] symbols = strings.get(random.nextInt(STRINGS))[0];
      learner.begin();
      for (int step = 0; step + 1 < symbols.length; step++) {
        learner.see(symbols[step]);
        Arrays.fill(target, 0);
        target[symbols[step + 1]] = 1;
        learner.learn(target);
      }
      sequences++;
      solved = sequences % 100 == 0 && right(learner, strings) == strings.size();
    }
    return new Trial(solved, sequences, right(learner, strings) + " of the first strings right");
  }

  /** Training strings as they are drawn, then test strings that are not among them. */
  private static List<int[][]> strings(RandomStream random) {
    List<int[][]> strings = new ArrayList<>();
    Set<String> known = new HashSet<>();
    ReberGrammar grammar = new ReberGrammar(random);
    while (strings.size() < 2 * STRINGS) {
      grammar.draw();
      boolean training = strings.size() < STRINGS;
      if (training) {
        known.add(grammar.text());
      }
      if (training || !known.contains(grammar.text())) {
        strings.add(grammar.symbolsAndAllowed());
      }
    }
    return strings;
  }

  /** How many strings, from the first on, are predicted without error. */
  private static int right(Learner learner, List<int[][]> strings) {
    int right = 0;
    while (right < strings.size() && isRight(learner, strings.get(right))) {
      right++;
    }
    return right;
  }

  private static boolean isRight(Learner learner, int[][] string) {
    learner.begin();
    for (int step = 0; step + 1 < string[0].length; step++) {
      learner.see(string[0][step]);
      double leastAllowed = Double.POSITIVE_INFINITY;
      double mostOther = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < ReberGrammar.SYMBOLS; k++) {
        if ((string[1][step + 1] >> k & 1) == 1) {
          leastAllowed = Math.min(leastAllowed, learner.output(k));
        } else {
          mostOther = Math.max(mostOther, learner.output(k));
        }
      }
      if (!(leastAllowed > mostOther)) { // wrong, too, where one is NaN
        return false;
      }
    }
    return true;
  }
}
