package org.keepgate.network;

import org.keepgate.sequence.Keyed;

/** What all weights of a fresh network are. */
public enum WeightStart implements Keyed {
  /** Uniform in ±1/√H: the scale of a sum of H terms. */
  SCALED_UNIFORM("scaled-uniform"),
  /** Uniform in ±{@link InitializationOptions#scale}. */
  UNIFORM("uniform"),
  /** Gaussian of mean 0, its standard deviation {@link InitializationOptions#scale}. */
  NORMAL("normal"),
  /** Uniform in ±√(6 / (rows + columns)), of each gate by itself (Glorot and Bengio, 2010). */
  GLOROT_UNIFORM("glorot-uniform");

  private final String key;

  WeightStart(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }
}
