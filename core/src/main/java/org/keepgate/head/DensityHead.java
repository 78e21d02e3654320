package org.keepgate.head;

import org.keepgate.math.RandomStream;

/**
 * A head whose outputs are the parameters of a probability density of the target values, so that
 * values can be drawn from it.
 */
public interface DensityHead extends RowHead {
  /** Values that a draw has: the output size of the task. */
  int values();

  /**
   * Draws values.
   *
   * @param outputs a predicted row
   * @param bias towards the more probable (Graves, 2013, biased sampling): σ becomes σ e⁻ᵇ and π
   *     becomes π¹⁺ᵇ, normalised; 0 = the density as it is
   */
  void draw(float[] outputs, double bias, RandomStream random, float[] into);
}
