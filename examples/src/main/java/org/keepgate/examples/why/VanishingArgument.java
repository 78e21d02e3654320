package org.keepgate.examples.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.keepgate.spark.report.NumberTable;

/**
 * The argument of Hochreiter (1991; Hochreiter and Schmidhuber, 1997, section 3.1) in numbers, for
 * a small plain network of logistic units.
 *
 * <pre>
 *   ∂δ_v(t−q)/∂δ_u(t) = Σ over paths u = l_0, l_1, …, l_q = v of Π_{m=1..q} f'_{l_m}(t−m) w_{l_{m−1} l_m}
 *                     = [D(t−1) Wᵀ … ]   the product of q matrices, D = diag(f')
 *
 *   n      units                       f'(net) = σ(net)(1 − σ(net)) ≤ 1/4
 *   w_{ij} weight from unit j to i     so |f' w| < 1 wherever |w| < 4
 * </pre>
 */
final class VanishingArgument {
  private static final int UNITS = 3;
  private static final int LONGEST = 9;

  private final double[][] weights = new double[UNITS][UNITS];
  private final double[][] slopes = new double[LONGEST + 1][UNITS]; // f' at t − m

  VanishingArgument(long seed, double limit) {
    Random random = new Random(seed);
    for (double[] row : weights) {
      for (int j = 0; j < UNITS; j++) {
        row[j] = limit * (2 * random.nextDouble() - 1);
      }
    }
    for (double[] step : slopes) {
      for (int j = 0; j < UNITS; j++) {
        step[j] = slope(4 * (2 * random.nextDouble() - 1));
      }
    }
  }

  private static double logistic(double net) {
    return 1 / (1 + Math.exp(-net));
  }

  private static double slope(double net) {
    return logistic(net) * (1 - logistic(net));
  }

  /** The sum over all n^(q−1) paths from unit u at time t to unit v at t − q. */
  double sumOverPaths(int u, int v, int q) {
    return paths(u, v, q, 1);
  }

  private double paths(int from, int v, int q, int m) {
    if (m == q) {
      return slopes[m][v] * weights[from][v];
    }
    double sum = 0;
    for (int through = 0; through < UNITS; through++) {
      sum += slopes[m][through] * weights[from][through] * paths(through, v, q, m + 1);
    }
    return sum;
  }

  /** The same as a product of q Jacobians. */
  double product(int u, int v, int q) {
    double[] error = new double[UNITS];
    error[u] = 1;
    for (int m = 1; m <= q; m++) {
      double[] before = new double[UNITS];
      for (int to = 0; to < UNITS; to++) {
        for (int from = 0; from < UNITS; from++) {
          before[to] += slopes[m][to] * weights[from][to] * error[from];
        }
      }
      error = before;
    }
    return error[v];
  }

  /** Paths and products beside one another. */
  NumberTable paths() {
    List<List<String>> rows = new ArrayList<>();
    for (int q = 1; q <= LONGEST; q++) {
      double largest = 0;
      double difference = 0;
      for (int u = 0; u < UNITS; u++) {
        for (int v = 0; v < UNITS; v++) {
          largest = Math.max(largest, Math.abs(product(u, v, q)));
          difference = Math.max(difference, Math.abs(product(u, v, q) - sumOverPaths(u, v, q)));
        }
      }
      rows.add(
          List.of(
              String.valueOf(q),
              String.valueOf(Math.round(Math.pow(UNITS, q - 1))),
              number(largest),
              number(difference)));
    }
    return new NumberTable(
        "1. Error takes every path",
        "Back through q steps, error from one unit to another is the sum over n^(q−1) paths, each a"
            + " product of q factors f' w. The product of q matrices is the same number.",
        List.of("steps q", "paths", "largest error", "largest difference to the matrix product"),
        rows);
  }

  /** One unit that feeds itself: the largest factor by which a step back can multiply error. */
  static NumberTable factors() {
    List<List<String>> rows = new ArrayList<>();
    for (double w : new double[] {1, 2, 3.9, 4, 8, 16, 64, 256}) {
      rows.add(
          List.of(
              number(w),
              number(w / 4),
              number(Math.pow(w / 4, 20)),
              number(w * slope(w * 0.5)),
              number(Math.pow(w * slope(w * 0.5), 20))));
    }
    return new NumberTable(
        "2. No weight helps",
        "A logistic unit with weight w to itself. Where the slope is largest, ¼, a step multiplies"
            + " error by w/4: less than one for w below 4. A larger weight drives the unit itself"
            + " (here active at ½) into saturation, where f' goes to 0 faster than w grows.",
        List.of("w", "factor at best", "after 20 steps", "factor at y = ½", "after 20 steps"),
        rows);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? String.valueOf(Math.round(value))
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
