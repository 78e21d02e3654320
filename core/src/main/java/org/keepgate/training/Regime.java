package org.keepgate.training;

import java.util.Arrays;
import java.util.List;

/** How gradients come about and when they change the parameters, by the names that users write. */
public enum Regime {
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

  /** The name that users write. */
  public String key() {
    return key;
  }

  /** All names, in order. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Regime::key).toList();
  }

  /**
   * The regime of a name.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  public static Regime of(String key) {
    for (Regime regime : values()) {
      if (regime.key.equals(key)) {
        return regime;
      }
    }
    throw new IllegalArgumentException(
        "regime must be one of " + String.join(", ", keys()) + "; got " + key);
  }
}
