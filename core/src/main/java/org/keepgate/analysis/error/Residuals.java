package org.keepgate.analysis.error;

/**
 * Errors of predicted values, prediction − target, of one output: their mean and spread, how they
 * are distributed, and how they depend on the step.
 *
 * <p>Sums only: memory does not grow with the data. Values are in the units of the network, in
 * which a target's own spread is 1; {@code scale} turns them into those of the data.
 */
public final class Residuals {
  /** Bars of the distribution, of equal width from −{@value #REACH} to {@value #REACH}. */
  public static final int BARS = 33;

  /** The outermost bars hold everything beyond as well. */
  private static final double REACH = 3.3;

  private static final int POSITIONS = 24; // powers of two of steps

  private final double scale;
  private long count;
  private double sum;
  private double squares;
  private double absolute;
  private double products; // Σ target × error
  private double targetSum;
  private double targetSquares;
  private final long[] bars = new long[BARS];
  private final long[] positionCounts = new long[POSITIONS];
  private final double[] positionSquares = new double[POSITIONS];

  /** Nothing added yet; {@code scale}: units of the data in one of the network. */
  public Residuals(double scale) {
    this.scale = scale;
  }

  /**
   * Adds a target.
   *
   * @param step of the sequence that it is at, from 0
   */
  public void add(double prediction, double target, int step) {
    double error = prediction - target;
    count++;
    sum += error;
    squares += error * error;
    absolute += Math.abs(error);
    products += target * error;
    targetSum += target;
    targetSquares += target * target;
    int bar = (int) Math.floor((error + REACH) / (2 * REACH) * BARS);
    bars[Math.max(0, Math.min(BARS - 1, bar))]++;
    int power = 31 - Integer.numberOfLeadingZeros(step + 1);
    positionCounts[Math.min(POSITIONS - 1, power)]++;
    positionSquares[Math.min(POSITIONS - 1, power)] += error * error;
  }

  /** Adds what another has seen of the same output. */
  public void add(Residuals other) {
    count += other.count;
    sum += other.sum;
    squares += other.squares;
    absolute += other.absolute;
    products += other.products;
    targetSum += other.targetSum;
    targetSquares += other.targetSquares;
    for (int k = 0; k < BARS; k++) {
      bars[k] += other.bars[k];
    }
    for (int k = 0; k < POSITIONS; k++) {
      positionCounts[k] += other.positionCounts[k];
      positionSquares[k] += other.positionSquares[k];
    }
  }

  /** Number of targets. */
  public long count() {
    return count;
  }

  /** Mean error: above 0, predictions are too high. */
  public double bias() {
    return sum / count * scale;
  }

  /** Root of the mean squared error. */
  public double rmse() {
    return Math.sqrt(squares / count) * scale;
  }

  /** Mean absolute error. */
  public double mae() {
    return absolute / count * scale;
  }

  /** The part of the targets' variance that the predictions account for; NaN without variance. */
  public double explained() {
    double variance = targetSquares / count - (targetSum / count) * (targetSum / count);
    return variance > 0 ? 1 - squares / count / variance : Double.NaN;
  }

  /**
   * Correlation of target and error; −1 … 1. Below 0, what is high is predicted too low and what is
   * low too high: the model is too timid.
   */
  public double correlationWithTarget() {
    double ofTarget = count * targetSquares - targetSum * targetSum;
    double ofError = count * squares - sum * sum;
    return ofTarget <= 0 || ofError <= 0
        ? Double.NaN
        : (count * products - targetSum * sum) / (Math.sqrt(ofTarget) * Math.sqrt(ofError));
  }

  /** Errors in a bar. */
  public long bar(int bar) {
    return bars[bar];
  }

  /** The error in the middle of a bar. */
  public double middle(int bar) {
    return ((bar + 0.5) * 2 * REACH / BARS - REACH) * scale;
  }

  /** How many groups of steps have targets at all or before such as have. */
  public int positions() {
    int last = POSITIONS;
    while (last > 0 && positionCounts[last - 1] == 0) {
      last--;
    }
    return last;
  }

  /** Targets at steps 2^k … 2^(k+1) − 1, counted from 1. */
  public long countAt(int k) {
    return positionCounts[k];
  }

  /** Root of the mean squared error of those; NaN without targets. */
  public double rmseAt(int k) {
    return Math.sqrt(positionSquares[k] / positionCounts[k]) * scale;
  }
}
