package org.keepgate.network;

import java.io.Serializable;

/**
 * What is random while a network trains.
 *
 * @param dropout share of the non-recurrent connections dropped in training (Zaremba et al., 2014)
 */
public record NoiseOptions(double dropout) implements Serializable {
  public NoiseOptions {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
    }
  }

  /** Nothing is random. */
  public static NoiseOptions none() {
    return new NoiseOptions(0);
  }

  public NoiseOptions withDropout(double share) {
    return new NoiseOptions(share);
  }

  /** Whether nothing is random. */
  public boolean isNone() {
    return equals(none());
  }
}
