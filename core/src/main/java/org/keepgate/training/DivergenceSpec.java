package org.keepgate.training;

import java.io.Serializable;

/**
 * When training counts as diverged, and what is done about it.
 *
 * <p>A loss, gradient or parameter that is not finite always counts. A loss explodes when the mean
 * of a minibatch is more than {@code explodingLoss} times the usual one: the least mean loss of a
 * round so far, in the first round that of the worker's first minibatch; but at least 1 (a nat, or
 * the variance of a standardized target), so that nearly perfect models may err.
 *
 * @param policy what is done
 * @param explodingLoss how many times the usual loss; 0 = only what is not finite counts
 * @param maxSkippedBatches minibatches that all workers together may leave out in an epoch
 * @param maxRollbacks rounds that may be run again in a training
 */
public record DivergenceSpec(
    DivergencePolicy policy, double explodingLoss, int maxSkippedBatches, int maxRollbacks)
    implements Serializable {

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
   * The loss above which a minibatch has exploded.
   *
   * @param usual NaN: not known yet
   */
  double limit(double usual) {
    return explodingLoss == 0 || Double.isNaN(usual)
        ? Double.POSITIVE_INFINITY
        : explodingLoss * Math.max(1, Math.abs(usual));
  }
}
