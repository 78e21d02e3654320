package org.keepgate.examples.paper;

import java.util.List;
import java.util.Locale;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Cells;
import org.keepgate.evaluation.Evaluator;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.InitializationOptions;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.RegularizationOptions;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/**
 * Temporal order as Pascanu, Mikolov and Bengio (2013) have it: of a sequence of L symbols, those
 * at one place in [L/10, 2L/10) and at one in [5L/10, 6L/10) are A or B, all others are drawn from
 * c, d, e, f; which of AA, AB, BA, BB was it? Back-propagation through whole sequences, fresh ones
 * in every minibatch, plain steepest descent. Solved: less than 1 % of 10,000 fresh sequences is
 * wrong, looked at when less than 1 % of the last 2560 was.
 */
final class OrderByLength {
  static final int BATCH = 20;
  private static final int A = 0;
  private static final int DISTRACTORS = 4; // c d e f
  private static final int SYMBOLS = 2 + DISTRACTORS;
  private static final int UNITS = 50;
  private static final double DEVIATION = 0.1; // of initial weights: the paper's "basic tanh"
  private static final double RATE = 0.01;
  private static final int UPDATES = 128; // between looks
  private static final int TEST = 10_000;
  private static final double MOST_WRONG = 0.01;

  /** What learns, and how error is kept from growing or vanishing. */
  enum Method {
    DESCENT("RNN, SGD", Cells.RNN, false),
    CLIPPING("RNN, SGD + clipping", Cells.RNN, true),
    OMEGA("RNN, SGD + clipping + Ω", Cells.RNN, true),
    LSTM("LSTM, SGD + clipping", Cells.LSTM, true);

    private final String title;
    private final String cell;
    private final boolean clips;

    Method(String title, String cell, boolean clips) {
      this.title = title;
      this.cell = cell;
      this.clips = clips;
    }

    /** The method of a name on the command line. */
    static Method of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As in the table. */
    String title() {
      return title;
    }
  }

  private final Method method;
  private final int length;
  private final Gemm gemm;

  OrderByLength(Method method, int length, Gemm gemm) {
    this.method = method;
    this.length = length;
    this.gemm = gemm;
  }

  NetworkSpec network() {
    RegularizationOptions none = RegularizationOptions.none();
    return NetworkSpec.of(format(), CellOptions.of(method.cell, UNITS))
        .withInitialization(InitializationOptions.normal(DEVIATION))
        .withRegularization(method == Method.OMEGA ? none.withOmega(omega()) : none);
  }

  /** The paper's weight 4, of a mean over steps as its authors' program has it; ours is a sum. */
  private double omega() {
    return 4.0 / (length - 1);
  }

  static SequenceFormat format() {
    return SequenceFormat.symbolClassifier(SYMBOLS, 4);
  }

  /** Fresh sequences. */
  static SequenceShare draw(int count, int length, RandomStream random) {
    SequenceBlockBuilder block = SequenceBlock.builder(format());
    int tenth = length / 10;
    for (int n = 0; n < count; n++) {
      int[] symbols = new int[length];
      for (int step = 0; step < length; step++) {
        symbols[step] = A + 2 + random.nextInt(DISTRACTORS);
      }
      int first = random.nextInt(2);
      int second = random.nextInt(2);
      symbols[tenth + random.nextInt(tenth)] = A + first;
      symbols[length / 2 + random.nextInt(tenth)] = A + second;
      block.add(Sequence.ofSymbols(Integer.toString(n), symbols).withClasses(2 * first + second));
    }
    return new SequenceShare(format(), List.of(block.build()));
  }

  /** One trial; what it counts are updates, of 20 sequences each. */
  Trial run(long seed, Budget budget) {
    RandomStream random = new RandomStream(RandomStream.mix(seed, 1));
    GradientClipping clipping = new GradientClipping(0, method.clips ? 1 : 0);
    long updates = 0;
    double wrong = 1;
    double recent = 1;
    try (BatchLearner learner =
        new BatchLearner(network(), gemm, clipping, RATE, seed, BATCH, BATCH * length)) {
      while (wrong >= MOST_WRONG && learner.isFinite() && budget.allows(updates)) {
        SequenceShare share = draw(UPDATES * BATCH, length, random);
        MetricSums sums = learner.learn(Batcher.plan(share, BATCH, seed, 0, 0, true));
        updates += UPDATES;
        recent = wrong(sums);
        if (recent < MOST_WRONG) {
          wrong = test(learner, random);
        }
      }
      String outcome =
          learner.isFinite()
              ? String.format(Locale.ROOT, "%.1f %% of the last sequences wrong", 100 * recent)
              : "diverged";
      return new Trial(wrong < MOST_WRONG, updates, outcome);
    }
  }

  @Override
  public String toString() {
    return method.title + ", L = " + length;
  }

  private double test(BatchLearner learner, RandomStream random) {
    SequenceShare fresh = draw(TEST, length, random);
    return wrong(Evaluator.evaluate(network(), learner.parameters(), fresh, 500, 0, gemm));
  }

  private static double wrong(MetricSums sums) {
    return 1 - (double) sums.correct() / sums.predictions();
  }
}
