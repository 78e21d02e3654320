package org.keepgate.network;

import org.keepgate.sequence.Keyed;

/** What the recurrent weights of a fresh network are. */
public enum RecurrentStart implements Keyed {
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

  @Override
  public String key() {
    return key;
  }
}
