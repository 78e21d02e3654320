package org.keepgate.analysis.error;

/** The losses of some targets: the network's, and beside them those of n-gram models. */
public final class LossSums {
  private static final double LN_2 = StrictMath.log(2);

  private long targets;
  private long errors;
  private double nats;
  private final double[] ngramNats; // by order, 0 = uniform

  /** Nothing added yet; {@code orders}: the highest order of the n-grams, −1 without any. */
  LossSums(int orders) {
    ngramNats = new double[orders + 1];
  }

  /**
   * Adds a target.
   *
   * @param probability that the network gave it
   * @param lossNats its −ln
   * @param ngramNatsByOrder the same of the n-grams
   */
  void add(double probability, double lossNats, double[] ngramNatsByOrder) {
    targets++;
    errors += ErrorOracles.isError(probability) ? 1 : 0;
    nats += lossNats;
    for (int n = 0; n < ngramNats.length; n++) {
      ngramNats[n] += ngramNatsByOrder[n];
    }
  }

  /** Number of targets. */
  public long targets() {
    return targets;
  }

  /** Targets whose symbol was given less than ½. */
  public long errors() {
    return errors;
  }

  /** The part of the targets that are errors; NaN without targets. */
  public double errorShare() {
    return (double) errors / targets;
  }

  /** Mean bits of the network; NaN without targets. */
  public double bits() {
    return nats / targets / LN_2;
  }

  /** Mean bits of the n-gram model of an order, 0 = uniform. */
  public double ngramBits(int order) {
    return ngramNats[order] / targets / LN_2;
  }

  /** The highest order of n-grams; −1 where none were compared. */
  public int orders() {
    return ngramNats.length - 1;
  }
}
