package org.keepgate.averaging;

import org.keepgate.sequence.Keyed;

/**
 * What becomes of the workers' optimizer states at the end of a round, by the names that users
 * write.
 *
 * <pre>
 *                to workers   from each   on the driver   in checkpoints
 *   average      n            n           n               n             state vectors (Adam: 2),
 *   reset        0            0           0               0             each as long as the
 *   per-worker   0            0           0               n · workers   parameters
 *   bmuf-adam    n            n           n               n
 * </pre>
 *
 * <p>Averaged moments fit the averaged parameters, and one worker goes on as if nothing had
 * happened: the usual choice. To reset is cheapest and forgets what a round is too short to learn
 * anew (Adam's second moment takes about 1/(1 − β₂) = 1000 steps). States of their own keep what
 * each worker knows of its own data, as SlowMo does with Adam and DiLoCo with AdamW. They stay on
 * the executors, and are the largest part of a checkpoint.
 */
public enum OptimizerStatePolicy implements Keyed {
  /** Averaged like the parameters, weighted by work; its step is the weighted mean, rounded. */
  AVERAGE("average"),
  /** Every worker starts every round with a state of zeros. */
  RESET("reset"),
  /** Every worker goes on with its own. */
  PER_WORKER("per-worker"),
  /**
   * Averaged, and then taken on by as many steps as block momentum has moved the parameters beyond
   * the average ({@link MomentCorrection}).
   */
  BMUF_ADAM("bmuf-adam");

  private final String key;

  OptimizerStatePolicy(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }

  /** Whether all workers start from one state. */
  public boolean isShared() {
    return this == AVERAGE || this == BMUF_ADAM;
  }
}
