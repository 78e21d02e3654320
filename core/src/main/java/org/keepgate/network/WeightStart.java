package org.keepgate.network;

import java.util.Arrays;
import java.util.List;

/** What all weights of a fresh network are. */
public enum WeightStart {
  /** Uniform in ±1/√H: the scale of a sum of H terms. */
  SCALED_UNIFORM("scaled-uniform"),
  /** Uniform in ±{@link InitializationOptions#scale}. */
  UNIFORM("uniform"),
  /** Uniform in ±√(6 / (rows + columns)), of each gate by itself (Glorot and Bengio, 2010). */
  GLOROT_UNIFORM("glorot-uniform");

  private final String key;

  WeightStart(String key) {
    this.key = key;
  }

  /** The name that users write. */
  public String key() {
    return key;
  }

  /** All names. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(WeightStart::key).toList();
  }

  /**
   * The constant of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static WeightStart of(String key) {
    return Arrays.stream(values())
        .filter(start -> start.key.equals(key))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("expected one of " + keys() + ", got " + key));
  }
}
