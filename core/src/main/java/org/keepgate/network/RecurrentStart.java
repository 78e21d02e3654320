package org.keepgate.network;

import java.util.Arrays;
import java.util.List;

/** What the recurrent weights of a fresh network are. */
public enum RecurrentStart {
  /** As all other weights. */
  SAME("same"),
  /** Orthonormal rows in each gate (Saxe et al., 2014): error keeps its length. */
  ORTHOGONAL("orthogonal"),
  /** The identity, of a plain RNN (Le, Jaitly and Hinton, 2015). */
  IDENTITY("identity");

  private final String key;

  RecurrentStart(String key) {
    this.key = key;
  }

  /** The name that users write. */
  public String key() {
    return key;
  }

  /** All names. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(RecurrentStart::key).toList();
  }

  /**
   * The constant of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static RecurrentStart of(String key) {
    return Arrays.stream(values())
        .filter(start -> start.key.equals(key))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("expected one of " + keys() + ", got " + key));
  }
}
