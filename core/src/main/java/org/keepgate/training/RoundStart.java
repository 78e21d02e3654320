package org.keepgate.training;

import java.io.Serializable;
import org.keepgate.optimizer.OptimizerState;

/**
 * What a worker of a round starts from: the same parameters as all, shared and never written to,
 * and an optimizer state.
 */
public final class RoundStart implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] parameters;
  private final OptimizerState optimizer;

  /** Holds the arrays themselves, not copies. */
  public RoundStart(float[] parameters, OptimizerState optimizer) {
    this.parameters = parameters;
    this.optimizer = optimizer;
  }

  /** In the order of the layout; not to be written to. */
  public float[] parameters() {
    return parameters;
  }

  /** Not to be written to; without the vectors that the optimizer needs it stands for zeros. */
  public OptimizerState optimizer() {
    return optimizer;
  }

  /** The same parameters with another optimizer state; nothing is copied. */
  public RoundStart withOptimizer(OptimizerState other) {
    return new RoundStart(parameters, other);
  }
}
