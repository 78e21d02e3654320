package org.keepgate.averaging;

import org.keepgate.sequence.Keyed;

/** How the workers' results become one model, by the names that users write. */
public enum AveragingKind implements Keyed {
  /** The mean of the workers' parameters. */
  PLAIN("plain"),
  /** Beyond the mean by a momentum of the rounds: BMUF with classical block momentum. */
  BLOCK_MOMENTUM("block-momentum"),
  /** The same, and a look ahead: BMUF with Nesterov block momentum. */
  BLOCK_MOMENTUM_NESTEROV("block-momentum-nesterov"),
  /** A Nesterov step along the mean's displacement, as in DiLoCo. */
  OUTER_NESTEROV("outer-nesterov"),
  /** Classical momentum in units of the learning rate: SlowMo. */
  SLOW_MO("slow-mo"),
  /** The mean of the workers' gradients, and one step for all, at every minibatch. */
  GRADIENTS("gradients");

  private final String key;

  AveragingKind(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }

  /** Whether rounds have a momentum. */
  public boolean hasMomentum() {
    return this != PLAIN && this != GRADIENTS;
  }

  /** Whether the workers of the next round start where the momentum will lead to. */
  boolean looksAhead() {
    return this == BLOCK_MOMENTUM_NESTEROV || this == OUTER_NESTEROV;
  }
}
