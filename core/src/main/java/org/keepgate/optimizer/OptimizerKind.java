package org.keepgate.optimizer;

import java.util.Arrays;
import java.util.List;

/** The update rules, by the names that users write. */
public enum OptimizerKind {
  /** Plain steepest descent. */
  SGD("sgd"),
  /** Steepest descent with momentum (Polyak, 1964). */
  MOMENTUM("momentum"),
  /** Momentum that looks ahead (Nesterov, 1983; Sutskever et al., 2013). */
  NESTEROV("nesterov"),
  /** Step over the running root mean square of the gradient (Tieleman and Hinton, 2012). */
  RMSPROP("rmsprop"),
  /** The centred form with momentum of Graves (2013, equations 38 to 45). */
  RMSPROP_GRAVES("rmsprop-graves"),
  /** Step over the root of the sum of squares so far (Duchi et al., 2011). */
  ADAGRAD("adagrad"),
  /**
   * Bias-corrected moments (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and
   * Hutter, 2019).
   */
  ADAM("adam");

  private final String key;

  OptimizerKind(String key) {
    this.key = key;
  }

  /** The name that users write. */
  public String key() {
    return key;
  }

  /** All names, in order. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(OptimizerKind::key).toList();
  }

  /**
   * The kind of a name.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  public static OptimizerKind of(String key) {
    for (OptimizerKind kind : values()) {
      if (kind.key.equals(key)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "optimizer must be one of " + String.join(", ", keys()) + "; got " + key);
  }
}
