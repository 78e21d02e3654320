package org.keepgate.optimizer;

/**
 * From a gradient to a step: changes the parameters, and the state that it keeps in vectors of the
 * same order.
 *
 * <p>An optimizer itself remembers nothing, so that one may serve many workers; all that lives from
 * step to step is in the {@link OptimizerState}.
 */
public interface Optimizer {

  /** How many vectors as long as the parameters the state holds. */
  int stateVectors();

  /**
   * Makes one step, in place, without allocating.
   *
   * @param parameters changed
   * @param gradient of the mean loss, in the order of the parameters; not changed
   * @param state of {@link #stateVectors} vectors; changed, its step counted
   * @param learningRate of this step
   */
  void step(float[] parameters, float[] gradient, OptimizerState state, double learningRate);
}
