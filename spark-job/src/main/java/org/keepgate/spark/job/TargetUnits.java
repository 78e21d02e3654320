package org.keepgate.spark.job;

import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Standardizer;

/** What mean losses of standardized targets come to in units of the data. */
final class TargetUnits {

  private TargetUnits() {}

  /**
   * The root mean squared error of a mean squared one; NaN where targets are several, of scales of
   * their own.
   */
  static double rootOfSquares(double meanSquare, @Nullable Standardizer targets) {
    return targets != null && targets.columns() == 1
        ? Math.sqrt(meanSquare) * targets.scale(0)
        : Double.NaN;
  }

  /**
   * What the negative log-likelihood of a target, whose values are all known, grows by: Σ_k ln s_k.
   */
  static double logScale(@Nullable Standardizer targets) {
    double sum = 0;
    for (int column = 0; targets != null && column < targets.columns(); column++) {
      sum += StrictMath.log(targets.scale(column));
    }
    return sum;
  }
}
