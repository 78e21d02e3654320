package org.keepgate.training;

import org.keepgate.sequence.Keyed;

/** What is done about a minibatch that diverges, by the names that users write. */
public enum DivergencePolicy implements Keyed {
  /** Training ends; the last good state is kept. */
  FAIL("fail"),
  /** The minibatch is left out: no step is made, and the state that is carried on is zero. */
  SKIP_BATCH("skip-batch"),
  /**
   * The round is run again, it and all later ones at half the learning rate; where no step of it
   * came before, the round before it. The state before the last round is kept for that.
   */
  ROLLBACK("rollback");

  private final String key;

  DivergencePolicy(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }
}
