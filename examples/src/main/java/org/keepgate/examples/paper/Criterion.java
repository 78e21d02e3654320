package org.keepgate.examples.paper;

import java.util.Arrays;
import org.keepgate.math.RandomStream;

/** Says after each training sequence whether a task counts as learnt. */
interface Criterion {
  /**
   * One sequence more.
   *
   * @param error mean |output − target| at its end, before learning from it
   * @param correct whether all outputs were within the task's tolerance
   */
  boolean met(double error, boolean correct, Learner learner);

  /** So many sequences in a row are correct. */
  static Criterion successive(int wanted) {
    int[] row = {0};
    return (error, correct, learner) -> {
      row[0] = correct ? row[0] + 1 : 0;
      return row[0] >= wanted;
    };
  }

  /**
   * Of the last 2000 sequences at most so many are wrong, and their mean error is below a bound.
   */
  static Criterion recent(int mostWrong, double meanBelow) {
    int size = 2000;
    double[] errors = new double[size];
    boolean[] wrong = new boolean[size];
    int[] count = {0, 0}; // sequences, wrong ones among the last
    return (error, correct, learner) -> {
      int at = count[0]++ % size;
      count[1] += (correct ? 0 : 1) - (wrong[at] ? 1 : 0);
      wrong[at] = !correct;
      errors[at] = error;
      return count[0] >= size
          && count[1] <= mostWrong
          && Arrays.stream(errors).average().orElse(1) < meanBelow;
    };
  }

  /**
   * Every 100 sequences: none of 256 test sequences is wrong, and their mean error below a bound.
   */
  static Criterion testSet(
      Generator generator, int features, double tolerance, double meanBelow, long seed) {
    RandomStream random = new RandomStream(seed);
    Sample[] test = new Sample[256];
    for (int i = 0; i < test.length; i++) {
      test[i] = new Sample(features, 1);
      generator.draw(random, test[i]);
    }
    int[] count = {0};
    return (error, correct, learner) -> {
      if (++count[0] % 100 != 0) {
        return false;
      }
      double sum = 0;
      for (Sample sample : test) {
        sample.show(learner);
        sum += learner.meanError(sample.target);
        if (learner.largestError(sample.target) >= tolerance) {
          return false;
        }
      }
      return sum / test.length < meanBelow;
    };
  }
}
