package org.keepgate.head;

import java.util.Arrays;
import org.keepgate.math.Activations;

/**
 * All the ways in which the labels l of a sequence may lie over its steps: the forward–backward
 * recursions of connectionist temporal classification (Graves et al., 2006), on logarithms in
 * double.
 *
 * <pre>
 *   l'       l with a blank before, between and after its labels: 2|l| + 1 places s = 0 …
 *   y_k(t)   probability of class k at step t; class 0 is the blank
 *   α_t(s)   probability of the steps 0 … t over the first places up to s, step t at s:
 *            y_{l'(s)}(t) (α_{t−1}(s) + α_{t−1}(s−1) + [l'(s) a label, not l'(s−2)] α_{t−1}(s−2))
 *   β_t(s)   probability of the steps t + 1 … over what follows place s; without y(t)
 *   p(l|x)   = α_{T−1}(2|l|) + α_{T−1}(2|l| − 1)
 *   ∂(−ln p)/∂a_k(t) = y_k(t) − 1/p Σ_{s: l'(s) = k} α_t(s) β_t(s)        a  pre-activations
 * </pre>
 *
 * <p>Places that cannot be reached from the start, or from which the end cannot be reached, are
 * left out. The workspace grows to the longest sequence and is then reused.
 */
final class CtcPaths {
  /** What a term this much smaller (in nats) adds to a sum is lost in double. */
  private static final double NEGLIGIBLE = -40;

  private final int width;
  private LabelTarget target = new LabelTarget();
  private int steps;
  private int places;
  private double[] alpha = {}; // [steps × places]
  private double[] beta = {}; // [places] of the step at work
  private double[] betaAfter = {}; // [places] of the step after it, times y there
  private final double[] occupancy; // [width] ln Σ α β of each class at a step

  /** For rows of {@code width} classes, the blank included. */
  CtcPaths(int width) {
    this.width = width;
    occupancy = new double[width];
  }

  /**
   * ln p(l|x), −∞ when the labels cannot lie over the steps.
   *
   * @param logs ln y, row after row
   */
  double logProbability(float[] logs, int newSteps, LabelTarget newTarget) {
    steps = newSteps;
    target = newTarget;
    places = 2 * target.count() + 1;
    reserve();
    Arrays.fill(alpha, 0, steps * places, Double.NEGATIVE_INFINITY);
    alpha[0] = logs[0];
    if (places > 1) {
      alpha[1] = logs[target.label(0)];
    }
    for (int t = 1; t < steps; t++) {
      int before = (t - 1) * places;
      for (int s = firstPlace(t); s <= lastPlace(t); s++) {
        double ways =
            logSum(
                alpha[before + s],
                s > 0 ? alpha[before + s - 1] : Double.NEGATIVE_INFINITY,
                skips(s) ? alpha[before + s - 2] : Double.NEGATIVE_INFINITY);
        alpha[t * places + s] = ways + logs[t * width + label(s)];
      }
    }
    int end = steps * places;
    return places == 1
        ? alpha[end - 1]
        : logSum(alpha[end - 1], alpha[end - 2], Double.NEGATIVE_INFINITY);
  }

  /** Turns the logarithms ln y into ∂(−ln p)/∂a, in place. */
  void differentiate(float[] logs, int newSteps, LabelTarget newTarget) {
    double logProbability = logProbability(logs, newSteps, newTarget);
    Arrays.fill(beta, 0, places, Double.NEGATIVE_INFINITY);
    beta[places - 1] = 0;
    if (places > 1) {
      beta[places - 2] = 0;
    }
    for (int t = steps - 1; t >= 0; t--) {
      if (t < steps - 1) {
        stepBack(t);
      }
      Arrays.fill(occupancy, Double.NEGATIVE_INFINITY);
      for (int s = firstPlace(t); s <= lastPlace(t); s++) {
        int k = label(s);
        occupancy[k] =
            logSum(occupancy[k], alpha[t * places + s] + beta[s], Double.NEGATIVE_INFINITY);
        betaAfter[s] = beta[s] + logs[t * width + k];
      }
      for (int k = 0; k < width; k++) {
        double y = Activations.exp(logs[t * width + k]);
        logs[t * width + k] = (float) (y - StrictMath.exp(occupancy[k] - logProbability));
      }
    }
  }

  /** β of step t from that of the step after it. */
  private void stepBack(int t) {
    int last = lastPlace(t + 1);
    for (int s = firstPlace(t); s <= lastPlace(t); s++) {
      beta[s] =
          logSum(
              afterwards(s, t, last),
              afterwards(s + 1, t, last),
              s + 2 < places && skips(s + 2)
                  ? afterwards(s + 2, t, last)
                  : Double.NEGATIVE_INFINITY);
    }
  }

  private double afterwards(int s, int t, int last) {
    return s >= firstPlace(t + 1) && s <= last ? betaAfter[s] : Double.NEGATIVE_INFINITY;
  }

  /** The first place from which the end can still be reached after step t. */
  private int firstPlace(int t) {
    return (int) Math.max(0L, places - 2L * (steps - t));
  }

  /** The last place that can be reached by step t. */
  private int lastPlace(int t) {
    return (int) Math.min(places - 1L, 2L * t + 1);
  }

  /** The class at a place of l'. */
  private int label(int s) {
    return s % 2 == 0 ? 0 : target.label(s / 2);
  }

  /** Whether a place can be reached from the last but one: the blank between is not needed. */
  private boolean skips(int s) {
    return s % 2 == 1 && s > 1 && target.label(s / 2) != target.label(s / 2 - 1);
  }

  private void reserve() {
    long size = (long) steps * places;
    if (size > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "a sequence of "
              + steps
              + " steps with "
              + target.count()
              + " labels is too long for an array: cut it into shorter ones");
    }
    alpha = alpha.length < size ? new double[(int) size] : alpha;
    if (beta.length < places) {
      beta = new double[places];
      betaAfter = new double[places];
    }
  }

  /** ln(eᵃ + eᵇ + eᶜ). */
  static double logSum(double a, double b, double c) {
    double max = Math.max(a, Math.max(b, c)); // NaN if one is
    if (max == Double.NEGATIVE_INFINITY) {
      return max;
    }
    double sum = term(a - max) + term(b - max) + term(c - max);
    return sum == 1 ? max : max + StrictMath.log(sum);
  }

  private static double term(double difference) {
    return difference == 0 ? 1 : difference < NEGLIGIBLE ? 0 : StrictMath.exp(difference);
  }
}
