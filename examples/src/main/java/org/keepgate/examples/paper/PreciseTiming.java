package org.keepgate.examples.paper;

import java.util.Locale;
import org.keepgate.cell.CellActivation;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Feedback;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;

/**
 * Precise timing of Gers, Schraudolph and Schmidhuber (2002), with one block of one cell. A
 * training stream ends at the first error or after 100 spikes (or periods); learnt when a test
 * stream with frozen weights reaches 1000.
 *
 * <p>GTS: target spikes at T(n) = T(n−1) + F + I(n), I(n) ∈ {0, 1}; the input is I(n) at T(n−1),
 * which is how we read "input and target exchanged", and 0 at all other steps. PFG: no input, the
 * target is ½ (1 − cos(2πt/F)). Peepholes start at 0 here, in ±0.1 in the paper.
 *
 * @param spikes GTS, or else PFG
 */
record PreciseTiming(
    String name, String sentence, String paper, boolean spikes, int period, boolean peepholes)
    implements Experiment {
  private static final double RATE = 1e-5;
  private static final int TRAINING = 100;
  private static final int TEST = 1000;

  static Experiment generateSpikes(boolean peepholes) {
    return new PreciseTiming(
        peepholes ? "gts-peepholes" : "gts-plain",
        "generate timed spikes, F = 10, " + (peepholes ? "peepholes" : "no peepholes"),
        peepholes ? "solved (figures not confirmed)" : "impossible",
        true,
        10,
        peepholes);
  }

  static Experiment generateCosine(int period, boolean peepholes) {
    String without = period == 10 ? "solved (figures not confirmed)" : "not solved";
    return new PreciseTiming(
        "pfg-cos" + period + (peepholes ? "-peepholes" : "-plain"),
        "generate a cosine, F = " + period + ", " + (peepholes ? "peepholes" : "no peepholes"),
        peepholes ? "solved (figures not confirmed)" : without,
        false,
        period,
        peepholes);
  }

  @Override
  public double paperSequences() {
    return 0;
  }

  @Override
  public boolean paperSolved() {
    return peepholes || (!spikes && period == 10);
  }

  @Override
  public int weights() {
    return peepholes ? 17 : 14;
  }

  @Override
  public NetworkSpec network() {
    CellOptions cell =
        CellOptions.memoryBlocks(
                1,
                Blocks.classic(1)
                    .withForgetGate(true)
                    .withPeepholes(peepholes)
                    .withFeedback(Feedback.CELLS)
                    .withActivations(CellActivation.IDENTITY, CellActivation.IDENTITY)
                    .withOutputGateBias(2, 0))
            .withForgetBias(-2);
    NetworkSpec logistic = Blocks.ofFeatures(1, 1, cell, 0.1);
    return spikes ? logistic : logistic.withHead(HeadOptions.of(HeadKind.SQUARED_ERROR));
  }

  @Override
  public Trial run(long seed, Budget budget) {
    OptimizerSpec momentum =
        OptimizerSpec.of(OptimizerKind.MOMENTUM).withMomentum(spikes ? 0.999 : 0.99);
    // the squared error has twice the derivative of half of it
    Learner learner = new Learner(network(), momentum, spikes ? RATE : RATE / 2, seed);
    long streams = 0;
    double best = 0;
    boolean solved = false;
    while (!solved && budget.allows(streams)) {
      double reached = stream(learner, new RandomStream(RandomStream.mix(seed, streams)), true);
      streams++;
      if (reached >= TRAINING || streams % 100 == 0) {
        RandomStream random = new RandomStream(RandomStream.mix(seed, -1));
        double tested = stream(learner, random, false);
        best = Math.max(best, tested);
        solved = tested >= TEST;
      }
    }
    return new Trial(
        solved, streams, String.format(Locale.ROOT, "best test stream %.1f of %d", best, TEST));
  }

  /** Spikes or periods until the first error. */
  private double stream(Learner learner, RandomStream random, boolean learning) {
    int wanted = learning ? TRAINING : TEST;
    double tolerance = spikes ? 0.49 : 0.3;
    float[] input = new float[1];
    float[] target = new float[1];
    learner.begin();
    int done = 0;
    int next = 0; // time of the next spike
    for (int time = 0; done < wanted; time++) {
      boolean spike = time == next;
      input[0] = 0;
      if (spikes && (spike || time == 0)) {
        input[0] = random.nextInt(2);
        next = time + period + (int) input[0];
      } else if (spike) {
        next = time + period;
      }
      boolean counted = spike && time > 0;
      target[0] = spikes ? (counted ? 1 : 0) : (float) cosine(time);
      learner.see(input, 0);
      boolean wrong = !(learner.largestError(target) < tolerance);
      if (learning) {
        learner.learn(target);
      }
      if (wrong) {
        return done;
      }
      done += counted ? 1 : 0;
    }
    return done;
  }

  private double cosine(int time) {
    return 0.5 * (1 - StrictMath.cos(2 * Math.PI * (time % period) / period));
  }
}
