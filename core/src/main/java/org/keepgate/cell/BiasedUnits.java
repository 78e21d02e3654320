package org.keepgate.cell;

import org.keepgate.sequence.Keyed;

/** Which units of a layer of memory blocks have a bias. */
public enum BiasedUnits implements Keyed {
  /** None of them. */
  NONE("none"),
  /** The gates, not the cells. */
  GATES("gates"),
  /** Gates and cells. */
  ALL("all");

  private final String key;

  BiasedUnits(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }
}
