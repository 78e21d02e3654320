package org.keepgate.examples.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * Errors of several variants over the same number of seeds, each compared with the first: a mean
 * with its 95 % interval of Student's t, and Welch's t-test between a variant and the first, its
 * probabilities corrected for the number of comparisons after Holm. Errors that span powers of ten
 * are compared by their logarithms; the mean is then the geometric one.
 */
final class Comparison {
  private static final double LEVEL = 0.05;

  private final boolean byRatio;
  private final List<double[]> errors; // or their logarithms
  private final double[] corrected; // [variant]; the first is not compared with itself

  /** Compares errors of each variant. */
  Comparison(List<double[]> errors, boolean byRatio) {
    this.byRatio = byRatio;
    this.errors =
        byRatio
            ? errors.stream().map(own -> Arrays.stream(own).map(StrictMath::log).toArray()).toList()
            : errors;
    double[] probabilities = new double[errors.size() - 1];
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = new TTest().tTest(this.errors.get(0), this.errors.get(k + 1));
    }
    corrected = holm(probabilities);
  }

  /** Holm's step-down correction: the smallest times m, the next times m − 1 …, never falling. */
  static double[] holm(double[] probabilities) {
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < probabilities.length; k++) {
      order.add(k);
    }
    Collections.sort(order, Comparator.comparingDouble(k -> probabilities[k]));
    double[] corrected = new double[probabilities.length];
    double least = 0;
    for (int rank = 0; rank < probabilities.length; rank++) {
      int k = order.get(rank);
      least = Math.max(least, Math.min(1, (probabilities.length - rank) * probabilities[k]));
      corrected[k] = least;
    }
    return corrected;
  }

  /** Mean of a variant's errors, or of their logarithms. */
  double mean(int variant) {
    return StatUtils.mean(errors.get(variant));
  }

  /** Half of the 95 % interval of the mean. */
  double halfInterval(int variant) {
    double[] own = errors.get(variant);
    double quantile = new TDistribution(own.length - 1).inverseCumulativeProbability(1 - LEVEL / 2);
    return quantile * Math.sqrt(StatUtils.variance(own) / own.length);
  }

  /** Two cells of a table: the mean with its interval, and the verdict. */
  String cells(int variant) {
    double mean = mean(variant);
    double half = halfInterval(variant);
    String figures =
        byRatio
            ? String.format(
                Locale.ROOT,
                "%.2g (%.2g – %.2g)",
                StrictMath.exp(mean),
                StrictMath.exp(mean - half),
                StrictMath.exp(mean + half))
            : String.format(Locale.ROOT, "%.3g ± %.2g", mean, half);
    return " " + figures + " | " + verdict(variant) + " |";
  }

  /** In words, with the corrected probability; nothing of the first. */
  String verdict(int variant) {
    if (variant == 0) {
      return "–";
    }
    double probability = corrected[variant - 1];
    if (Double.isNaN(probability)) {
      return "not distinguishable: neither varies";
    }
    String words =
        probability >= LEVEL
            ? "not distinguishable"
            : mean(variant) > mean(0) ? "**worse**" : "**better**";
    String figure =
        probability < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.2g", probability);
    return words + ", " + figure;
  }
}
