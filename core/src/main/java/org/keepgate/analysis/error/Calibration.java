package org.keepgate.analysis.error;

/**
 * Whether a classifier is right as often as it says: targets by the probability of the class that
 * was predicted.
 *
 * <pre>
 *   ECE = Σ_b n_b / n · | right_b / n_b − confidence_b |      expected calibration error
 *
 *   b   bin of confidence, ten of the same width      n_b   its targets
 *   right_b  those predicted rightly                  confidence_b  mean probability in it
 * </pre>
 *
 * <p>Guo, Pleiss, Sun and Weinberger (2017), "On calibration of modern neural networks".
 */
public final class Calibration {
  /** Bins of confidence. */
  public static final int BINS = 10;

  private final long[] targets = new long[BINS];
  private final long[] right = new long[BINS];
  private final double[] confidence = new double[BINS];

  /** Adds a target: the probability of the predicted class, and whether it was the right one. */
  public void add(double probability, boolean isRight) {
    int bin = Math.max(0, Math.min(BINS - 1, (int) (probability * BINS)));
    targets[bin]++;
    right[bin] += isRight ? 1 : 0;
    confidence[bin] += probability;
  }

  /** Adds what another has seen. */
  public void add(Calibration other) {
    for (int bin = 0; bin < BINS; bin++) {
      targets[bin] += other.targets[bin];
      right[bin] += other.right[bin];
      confidence[bin] += other.confidence[bin];
    }
  }

  /** Targets of a bin: of probabilities from bin / {@link #BINS} on. */
  public long targets(int bin) {
    return targets[bin];
  }

  /** The part of a bin's targets that was predicted rightly; NaN without targets. */
  public double accuracy(int bin) {
    return (double) right[bin] / targets[bin];
  }

  /** Mean probability of the predicted classes in a bin; NaN without targets. */
  public double confidence(int bin) {
    return confidence[bin] / targets[bin];
  }

  /** Expected calibration error, from 0 (calibrated) to 1; NaN without targets. */
  public double expectedError() {
    double sum = 0;
    long all = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(right[bin] - confidence[bin]);
      all += targets[bin];
    }
    return sum / all;
  }
}
