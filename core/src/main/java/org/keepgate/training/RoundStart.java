package org.keepgate.training;

import java.io.Serializable;
import org.keepgate.optimizer.OptimizerState;

/**
 * What all workers of a round start from: the same parameters and optimizer state, shared and never
 * written to.
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

  /** Not to be written to. */
  public OptimizerState optimizer() {
    return optimizer;
  }
}
