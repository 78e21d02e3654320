package org.keepgate.examples.paper;

import java.util.Arrays;
import org.keepgate.cell.BiasedUnits;
import org.keepgate.cell.CellActivation;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Feedback;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.StackOptions;

/**
 * Experiments 2a and 2b of 1997: (y, a1 … a99, y) or (x, a1 … a99, x), each next symbol to be
 * predicted. In 2b the middle symbols are random, and the last prediction alone is judged.
 *
 * <p>The paper adds the cell and its gate when error no longer falls; here they are there from the
 * start.
 */
record NextSymbol(String name, String sentence, String paper, double paperSequences, boolean random)
    implements Experiment {
  private static final int P = 100;
  private static final int X = P - 1;
  private static final int Y = P;
  private static final double TOLERANCE = 0.25;
  private static final int SUCCESSIVE = 10_000;

  static Experiment of2a() {
    return new NextSymbol(
        "2a", "long time lags, regular middle, p = 100", "5,040 sequences", 5_040, false);
  }

  static Experiment of2b() {
    return new NextSymbol(
        "2b", "long time lags, random middle, p = 100", "5,680 sequences", 5_680, true);
  }

  @Override
  public int weights() {
    return 10_504;
  }

  @Override
  public NetworkSpec network() {
    CellOptions cell =
        CellOptions.memoryBlocks(
            1,
            Blocks.classic(1)
                .withOutputGate(false)
                .withFeedback(Feedback.NONE)
                .withBiasedUnits(BiasedUnits.NONE)
                .withActivations(CellActivation.LOGISTIC, CellActivation.IDENTITY));
    return Blocks.withoutOutputBias(Blocks.ofSymbols(P + 1, P + 1, cell, 0.2))
        .withStack(StackOptions.of(1).withDirectInput(true));
  }

  @Override
  public Trial run(long seed, Budget budget) {
    Learner learner = new Learner(network(), 1.0, seed);
    RandomStream draws = new RandomStream(RandomStream.mix(seed, 1));
    int[] symbols = new int[P + 1];
    float[] target = new float[P + 1];
    long sequences = 0;
    long lastWrong = 0;
    while (sequences - lastWrong < SUCCESSIVE && budget.allows(sequences)) {
      draw(draws, symbols);
      learner.begin();
      boolean correct = true;
      for (int step = 0; step < P; step++) {
        learner.see(symbols[step]);
        Arrays.fill(target, 0);
        target[symbols[step + 1]] = 1;
        boolean judged = !random || step == P - 1;
        correct &= !judged || learner.largestError(target) < TOLERANCE;
        learner.learn(target);
      }
      sequences++;
      lastWrong = correct ? lastWrong : sequences;
    }
    boolean solved = sequences - lastWrong >= SUCCESSIVE;
    return new Trial(
        solved,
        solved ? lastWrong : sequences,
        solved ? "then 10,000 right" : "last wrong: sequence " + lastWrong);
  }

  private void draw(RandomStream draws, int[] symbols) {
    int ends = draws.nextInt(2) == 0 ? X : Y;
    symbols[0] = ends;
    for (int n = 1; n < P; n++) {
      symbols[n] = random ? draws.nextInt(P - 1) : n - 1;
    }
    symbols[P] = ends;
  }
}
