package org.keepgate.spark.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Standardizer;

/**
 * Brings figures of a validation, which are those of standardized targets, to units of the data.
 */
final class TargetUnits {

  private TargetUnits() {}

  /**
   * The root mean squared error, in units of the data, of a mean squared one of standardized
   * targets; NaN where these are several, of scales of their own.
   */
  static double rootOfSquares(double meanSquare, @Nullable Standardizer targets) {
    return targets != null && targets.columns() == 1
        ? Math.sqrt(meanSquare) * targets.scale(0)
        : Double.NaN;
  }

  /**
   * The figures in units of the data: rmse and mae times the scale, the negative log-likelihood
   * plus its logarithm; the loss stays the network's own. Of several targets the likelihood is of
   * all of them together; errors are means over differently scaled values, which cannot be brought
   * back: they are left out.
   *
   * @param validation by name, as {@link org.keepgate.evaluation.Evaluation#metrics} has them
   * @param targets null where targets have no units
   */
  static Map<String, Double> ofData(
      Map<String, Double> validation, @Nullable Standardizer targets) {
    Map<String, Double> figures = new LinkedHashMap<>(validation);
    if (targets == null) {
      return figures;
    }
    figures.computeIfPresent("negativeLogLikelihood", (name, value) -> value + logScale(targets));
    if (targets.columns() != 1) {
      figures.remove("rmse");
      figures.remove("mae");
      return figures;
    }
    double scale = targets.scale(0);
    figures.computeIfPresent("rmse", (name, value) -> value * scale);
    figures.computeIfPresent("mae", (name, value) -> value * scale);
    return figures;
  }

  /**
   * What the negative log-likelihood of a target, whose values are all known, grows by in units of
   * the data: Σ_k ln s_k.
   */
  static double logScale(@Nullable Standardizer targets) {
    double sum = 0;
    for (int column = 0; targets != null && column < targets.columns(); column++) {
      sum += StrictMath.log(targets.scale(column));
    }
    return sum;
  }
}
