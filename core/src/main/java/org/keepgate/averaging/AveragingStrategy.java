package org.keepgate.averaging;

/**
 * What becomes of the parameters that the workers trained on their own: array arithmetic only, in
 * the order in which workers are added, which is the order of their numbers.
 */
public interface AveragingStrategy {

  /**
   * Opens a round.
   *
   * @param global the parameters from which every worker started; not changed, kept until {@link
   *     #finish}
   */
  void begin(float[] global);

  /**
   * Adds one worker's parameters.
   *
   * @param weight its work; with 0 it changes nothing
   * @param parameters not changed, and may be kept until {@link #finish}
   */
  void add(double weight, float[] parameters);

  /**
   * The new global parameters, in an array of their own; the old ones if nobody weighed anything.
   */
  float[] finish();
}
