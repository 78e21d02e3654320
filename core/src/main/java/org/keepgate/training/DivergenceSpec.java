package org.keepgate.training;

import java.io.Serializable;

/**
 * When training counts as diverged, and what is done about it.
 *
 * <p>A loss, gradient or parameter that is not finite always counts. A loss explodes when the mean
 * of a minibatch is more than {@code explodingLoss} times the usual one: the least mean loss of a
 * round so far, in the first round the (upper) median of the worker's first ten minibatches; but at
 * least 1 (a nat, or the variance of a standardized target), so that nearly perfect models may err.
 * A minibatch of fewer than 32 targets is judged as if the others had no loss: one odd target is no
 * explosion.
 *
 * @param policy what is done
 * @param explodingLoss how many times the usual loss; 0 = only what is not finite counts. A loss in
 *     nats says by itself how bad it is (the settings' default for classes and labels is 20);
 *     squares of values with long tails need more room
 * @param maxSkippedBatches minibatches that all workers together may leave out in an epoch
 * @param maxRollbacks rounds that may be run again in a training
 */
public record DivergenceSpec(
    DivergencePolicy policy, double explodingLoss, int maxSkippedBatches, int maxRollbacks)
    implements Serializable {
  private static final int FEW_TARGETS = 32;

  public DivergenceSpec {
    if (explodingLoss != 0 && !(explodingLoss > 1 && explodingLoss < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "explodingLoss must be above 1 and finite, or 0 = off, got " + explodingLoss);
    }
    if (maxSkippedBatches < 1 || maxRollbacks < 1) {
      throw new IllegalArgumentException(
          "maxSkippedBatches and maxRollbacks must be at least 1, got "
              + maxSkippedBatches
              + " and "
              + maxRollbacks);
    }
  }

  /** Training ends at the first divergence; the defaults stand here and nowhere else. */
  public static DivergenceSpec fail() {
    return new DivergenceSpec(DivergencePolicy.FAIL, 1000, 10, 5);
  }

  public DivergenceSpec withPolicy(DivergencePolicy value) {
    return new DivergenceSpec(value, explodingLoss, maxSkippedBatches, maxRollbacks);
  }

  public DivergenceSpec withExplodingLoss(double value) {
    return new DivergenceSpec(policy, value, maxSkippedBatches, maxRollbacks);
  }

  public DivergenceSpec withMaxSkippedBatches(int value) {
    return new DivergenceSpec(policy, explodingLoss, value, maxRollbacks);
  }

  public DivergenceSpec withMaxRollbacks(int value) {
    return new DivergenceSpec(policy, explodingLoss, maxSkippedBatches, value);
  }

  /**
   * The mean loss above which a minibatch has exploded.
   *
   * @param usual NaN: not known yet
   * @param targets of the minibatch
   */
  double limit(double usual, int targets) {
    return explodingLoss == 0 || Double.isNaN(usual)
        ? Double.POSITIVE_INFINITY
        : explodingLoss
            * Math.max(1, Math.abs(usual))
            * Math.max(1, FEW_TARGETS / (double) targets);
  }
}
