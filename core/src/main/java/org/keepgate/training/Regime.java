package org.keepgate.training;

import org.keepgate.sequence.Keyed;

/** How gradients come about and when they change the parameters, by the names that users write. */
public enum Regime implements Keyed {
  /** Back-propagation through time, full or truncated; a step a minibatch. */
  BPTT("bptt"),
  /**
   * Online learning of 1997: partial derivatives are carried forward, and every target is a step.
   * For memory blocks with the truncated gradient.
   */
  ONLINE("online");

  private final String key;

  Regime(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }
}
