package org.keepgate.optimizer;

import org.keepgate.sequence.Keyed;

/** The update rules, by the names that users write. */
public enum OptimizerKind implements Keyed {
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

  @Override
  public String key() {
    return key;
  }
}
