package org.keepgate.examples.paper;

import java.util.Locale;
import java.util.function.LongFunction;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;

/**
 * An experiment whose sequences have a target at their end only; tested on 2560 fresh sequences.
 *
 * @param rate α
 * @param tolerance errors below it are correct
 * @param generator of training and test sequences
 * @param criterion of a trial, by its seed
 */
record EndTask(
    String name,
    String sentence,
    String paper,
    double paperSequences,
    int weights,
    NetworkSpec network,
    double rate,
    double tolerance,
    Generator generator,
    LongFunction<Criterion> criterion)
    implements Experiment {
  private static final int TEST = 2560;

  @Override
  public Trial run(long seed, Budget budget) {
    Learner learner = new Learner(network, rate, seed);
    RandomStream random = new RandomStream(RandomStream.mix(seed, 1));
    Criterion until = criterion.apply(RandomStream.mix(seed, 2));
    Sample sample = sample();
    long sequences = 0;
    boolean solved = false;
    while (!solved && budget.allows(sequences)) {
      sample.clear();
      generator.draw(random, sample);
      sample.show(learner);
      double error = learner.meanError(sample.target);
      boolean correct = learner.largestError(sample.target) < tolerance;
      learner.learn(sample.target);
      sequences++;
      solved = until.met(error, correct, learner);
    }
    return new Trial(solved, sequences, test(learner, new RandomStream(RandomStream.mix(seed, 3))));
  }

  private Sample sample() {
    int features = network.format().symbols() ? 0 : network.format().inputSize();
    return new Sample(features, network.format().outputSize());
  }

  private String test(Learner learner, RandomStream random) {
    Sample sample = sample();
    int wrong = 0;
    double error = 0;
    for (int i = 0; i < TEST; i++) {
      sample.clear();
      generator.draw(random, sample);
      sample.show(learner);
      error += learner.meanError(sample.target);
      wrong += learner.largestError(sample.target) < tolerance ? 0 : 1;
    }
    return String.format(Locale.ROOT, "%d of %d wrong, mean error %.4f", wrong, TEST, error / TEST);
  }
}
