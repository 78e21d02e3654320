package org.keepgate.training;

/**
 * What the plateau schedule remembers.
 *
 * @param factor what the learning rate is multiplied by, 1 at the start
 * @param best smallest mean validation loss so far; infinite before the first
 * @param worse validations in a row that were not better
 */
public record PlateauState(double factor, double best, int worse) {

  /** Before the first validation. */
  public static PlateauState start() {
    return new PlateauState(1, Double.POSITIVE_INFINITY, 0);
  }
}
