package org.keepgate.examples.paper;

import java.util.Arrays;
import java.util.List;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/**
 * The continual embedded Reber grammar as a language: strings one after the other, states never
 * reset, and the cross-entropy of the next symbol above that of the grammar itself.
 */
final class ReberStreams extends AblationTask {
  private static final SequenceFormat FORMAT = SequenceFormat.languageModel(ReberGrammar.SYMBOLS);
  private static final double LEAST = 1e-6; // so that an error has a logarithm

  private final int trainingSymbols;
  private final SequenceShare[] held = new SequenceShare[2]; // for the rate, for the table
  private final double[] entropy = new double[2]; // of the grammar, nats a symbol of them

  /** Streams to learn from, and to be held out, of so many symbols. */
  ReberStreams(int trainingSymbols, int heldSymbols) {
    super(FORMAT, 1, 25);
    this.trainingSymbols = trainingSymbols;
    for (int part = 0; part < 2; part++) {
      int[][] stream = stream(heldSymbols + 1, new RandomStream(RandomStream.mix(-1, part)));
      held[part] = share(FORMAT, List.of(Sequence.ofSymbols("held out", stream[0])));
      entropy[part] = entropy(stream[1]);
    }
  }

  @Override
  String title() {
    return "continual Reber: nats a symbol above the grammar's own";
  }

  @Override
  boolean byRatio() {
    return true;
  }

  @Override
  SequenceShare training(long seed) {
    RandomStream random = new RandomStream(RandomStream.mix(seed, 1));
    int[] symbols = stream(trainingSymbols + 1, random)[0];
    return share(FORMAT, List.of(Sequence.ofSymbols("training", symbols)));
  }

  @Override
  SequenceShare held(boolean forTheTable) {
    return held[forTheTable ? 1 : 0];
  }

  @Override
  double error(MetricSums sums, boolean forTheTable) {
    return Math.max(LEAST, sums.meanLoss() - entropy[forTheTable ? 1 : 0]);
  }

  /** Symbols of a stream, and the bits of what was allowed at each. */
  static int[][] stream(int length, RandomStream random) {
    ReberGrammar grammar = new ReberGrammar(random);
    int[] symbols = new int[length];
    int[] allowed = new int[length];
    int at = 0;
    for (int step = 0; step < length; step++) {
      if (at == grammar.length()) {
        grammar.draw();
        at = 0;
      }
      symbols[step] = grammar.symbol(at);
      allowed[step] = grammar.allowed(at++);
    }
    return new int[][] {symbols, allowed};
  }

  /** Mean of ln(ways on) over all symbols but the first, which nothing predicts. */
  static double entropy(int[] allowed) {
    return Arrays.stream(allowed)
        .skip(1)
        .mapToDouble(bits -> StrictMath.log(Integer.bitCount(bits)))
        .average()
        .orElse(0);
  }
}
