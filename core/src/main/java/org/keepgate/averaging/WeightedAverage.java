package org.keepgate.averaging;

import org.jspecify.annotations.Nullable;

/**
 * Mean of arrays weighted by work, summed in double in the order of adding, rounded to float once.
 *
 * <p>What is alone, or equal in all, comes out with the same bits: the first is not even copied
 * before a second arrives, and the relative error of a double sum is far below half a unit of a
 * float.
 */
public final class WeightedAverage {
  private double weightSum;
  private float @Nullable [] first;
  private double @Nullable [] sums;

  /**
   * Adds an array; weight 0 adds nothing, whatever the array holds.
   *
   * @param values not changed, and kept: what was added alone is the mean itself
   */
  public void add(double weight, float[] values) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) { // false for NaN too
      throw new IllegalArgumentException("weight must be at least 0 and finite, got " + weight);
    }
    if (weight == 0) {
      return;
    }
    float[] only = first;
    if (only == null) {
      first = values;
      weightSum = weight;
      return;
    }
    if (values.length != only.length) {
      throw new IllegalArgumentException(
          "array of " + values.length + " to be averaged with arrays of " + only.length);
    }
    double[] all = sums;
    if (all == null) {
      all = new double[only.length];
      setTimes(all, weightSum, only);
      sums = all;
    }
    addTimes(all, weight, values);
    weightSum += weight;
  }

  /** Sum of the weights added. */
  public double weightSum() {
    return weightSum;
  }

  /** The mean; null if nothing weighed anything. The only array that weighed is its own mean. */
  public float @Nullable [] mean() {
    float[] only = first;
    if (only == null) {
      return null;
    }
    double[] all = sums;
    if (all == null) {
      return only;
    }
    float[] mean = new float[all.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (all[i] / weightSum);
    }
    return mean;
  }

  private static void setTimes(double[] sums, double weight, float[] values) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = weight * values[i];
    }
  }

  private static void addTimes(double[] sums, double weight, float[] values) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * values[i];
    }
  }
}
