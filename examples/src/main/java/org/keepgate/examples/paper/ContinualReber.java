package org.keepgate.examples.paper;

import org.keepgate.cell.BiasedUnits;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Feedback;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.StackOptions;

/**
 * The continual embedded Reber grammar of Gers, Schmidhuber and Cummins (2000): strings one after
 * the other without end or reset. A training stream ends at the first wrong prediction (an absolute
 * error of 0.49 or more at any output; the target has a 1 for every symbol allowed) or after
 * 100,000 symbols; after each, weights are frozen for test streams. Learnt when ten of them reach
 * 100,000.
 *
 * @param rateDecay what the rate is multiplied by at every step, starting anew with every stream
 */
record ContinualReber(
    String name,
    String sentence,
    String paper,
    double paperSequences,
    boolean forgetGates,
    double rateDecay)
    implements Experiment {
  private static final double RATE = 0.5;
  private static final int LONGEST = 100_000;
  private static final int TEST_STREAMS = 10;
  private static final double TOLERANCE = 0.49;

  static Experiment withoutForgetGates() {
    return new ContinualReber(
        "cerg-standard",
        "continual Reber, no forget gates",
        "0 % after 30,000 streams",
        0,
        false,
        1);
  }

  static Experiment withForgetGates() {
    return new ContinualReber(
        "cerg-forget",
        "continual Reber, forget gates",
        "18 % perfect, 18,889 streams",
        18_889,
        true,
        1);
  }

  static Experiment withDecay() {
    return new ContinualReber(
        "cerg-decay",
        "continual Reber, forget gates, α × 0.99 a step",
        "62 % perfect, 14,087 streams",
        14_087,
        true,
        0.99);
  }

  /** The paper counts them of the network with forget gates. */
  @Override
  public int weights() {
    return forgetGates ? 424 : 424 - 4 * 16;
  }

  @Override
  public NetworkSpec network() {
    MemoryBlockOptions blocks =
        Blocks.classic(2)
            .withFeedback(Feedback.CELLS)
            .withBiasedUnits(BiasedUnits.GATES)
            .withInputGateBias(-0.5, -0.5)
            .withOutputGateBias(-0.5, -0.5)
            .withForgetGate(forgetGates);
    CellOptions cell =
        forgetGates
            ? CellOptions.memoryBlocks(4, blocks.withForgetBiasStep(0.5)).withForgetBias(0.5)
            : CellOptions.memoryBlocks(4, blocks);
    return Blocks.ofSymbols(ReberGrammar.SYMBOLS, ReberGrammar.SYMBOLS, cell, 0.2)
        .withStack(StackOptions.of(1).withDirectInput(true));
  }

  @Override
  public Trial run(long seed, Budget budget) {
    Learner learner = new Learner(network(), RATE, seed);
    long streams = 0;
    long best = 0;
    boolean solved = false;
    while (!solved && streams < 30_000 && budget.allows(streams)) {
      learner.setRate(RATE);
      stream(learner, new RandomStream(RandomStream.mix(seed, 1, streams)), true);
      streams++;
      long reached = 0;
      int perfect = 0;
      while (perfect < TEST_STREAMS) {
        RandomStream random = new RandomStream(RandomStream.mix(seed, 2, streams, perfect));
        int length = stream(learner, random, false);
        reached += length;
        if (length < LONGEST) {
          break;
        }
        perfect++;
      }
      best = Math.max(best, reached);
      solved = perfect == TEST_STREAMS;
    }
    return new Trial(
        solved, streams, "best " + best + " symbols predicted in a row of test streams");
  }

  /** Symbols predicted until the first error. */
  private int stream(Learner learner, RandomStream random, boolean learning) {
    ReberGrammar grammar = new ReberGrammar(random);
    float[] target = new float[ReberGrammar.SYMBOLS];
    learner.begin();
    grammar.draw();
    int at = 0;
    for (int count = 0; count < LONGEST; count++) {
      learner.see(grammar.symbol(at));
      if (++at == grammar.length()) {
        grammar.draw();
        at = 0;
      }
      for (int k = 0; k < target.length; k++) {
        target[k] = grammar.allowed(at) >> k & 1;
      }
      boolean wrong = !(learner.largestError(target) < TOLERANCE);
      if (learning) {
        learner.learn(target);
        learner.setRate(learner.rate() * rateDecay);
      }
      if (wrong) {
        return count;
      }
    }
    return LONGEST;
  }
}
