package org.keepgate.cell;

/** Which units of a layer of memory blocks have a bias. */
public enum BiasedUnits {
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

  /** Name in settings and files. */
  public String key() {
    return key;
  }
}
