package org.keepgate.analysis.unit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Searches the units that tell a feature: sums over a stream of activities, from which each pair of
 * unit and feature gets a correlation and a probe that is judged on other samples than fitted it.
 *
 * <pre>
 *   r = ( n Σ a y − Σ a Σ y ) / √( (n Σ a² − (Σ a)²) (n Σ y² − (Σ y)²) )
 *
 *   a   activity of a unit, tanh(c), in [−1, 1]        y   value of a feature
 * </pre>
 *
 * <p>Memory: {@value #BINS} counts for each unit, feature, answer and half of the samples; nothing
 * that grows with the data. One search belongs to one thread; {@link #add(UnitSearch)} joins them.
 */
public final class UnitSearch {
  private static final int BINS = 32;

  private final FeatureTable features;
  private final int units;
  private final int[][] counts; // [feature × answer × half][unit × bin]
  private final double[] sums; // Σ a
  private final double[] squares; // Σ a²
  private final double[][] products; // Σ a y, [feature][unit]
  private final double[] featureSums;
  private final double[] featureSquares;
  private final int[] bins; // of the activities at hand
  private long seen;

  /** Nothing seen yet. */
  public UnitSearch(FeatureTable features, int units) {
    this.features = features;
    this.units = units;
    this.counts = new int[4 * features.size()][Math.multiplyExact(units, BINS)];
    this.sums = new double[units];
    this.squares = new double[units];
    this.products = new double[features.size()][units];
    this.featureSums = new double[features.size()];
    this.featureSquares = new double[features.size()];
    this.bins = new int[units];
  }

  /**
   * Adds a sample.
   *
   * @param activity of every unit, in [−1, 1]
   */
  public void add(int sample, float[] activity) {
    seen++;
    for (int u = 0; u < units; u++) {
      float a = activity[u];
      sums[u] += a;
      squares[u] += (double) a * a;
      bins[u] = u * BINS + Math.max(0, Math.min(BINS - 1, (int) ((a + 1) * (BINS / 2))));
    }
    int half = features.samples().judges(sample) ? 1 : 0;
    for (int f = 0; f < features.size(); f++) {
      double value = features.value(f, sample);
      featureSums[f] += value;
      featureSquares[f] += value * value;
      double[] product = products[f];
      int[] own = counts[row(f, features.isAbove(f, sample), half)];
      for (int u = 0; u < units; u++) {
        product[u] += activity[u] * value;
      }
      for (int u = 0; u < units; u++) {
        own[bins[u]]++;
      }
    }
  }

  private static int row(int feature, boolean yes, int half) {
    return 4 * feature + (yes ? 2 : 0) + half;
  }

  /** Adds what another search over the same features has seen. */
  public void add(UnitSearch other) {
    seen += other.seen;
    addTo(sums, other.sums);
    addTo(squares, other.squares);
    addTo(featureSums, other.featureSums);
    addTo(featureSquares, other.featureSquares);
    for (int f = 0; f < products.length; f++) {
      addTo(products[f], other.products[f]);
    }
    for (int row = 0; row < counts.length; row++) {
      for (int k = 0; k < counts[row].length; k++) {
        counts[row][k] += other.counts[row][k];
      }
    }
  }

  private static void addTo(double[] own, double[] more) {
    for (int k = 0; k < own.length; k++) {
      own[k] += more[k];
    }
  }

  /** What the features are. */
  public FeatureTable features() {
    return features;
  }

  /** Number of units. */
  public int units() {
    return units;
  }

  /** Number of samples seen. */
  public long seen() {
    return seen;
  }

  /** How well a unit tells a feature. */
  public UnitScore score(int unit, int feature) {
    ProbeCounts fit = counts(unit, feature, 0);
    ProbeCounts judge = counts(unit, feature, 1);
    double fitted = fit.auc();
    boolean above = fitted >= 0.5;
    double heldOut = judge.auc();
    return new UnitScore(
        unit,
        feature,
        correlation(unit, feature),
        above ? fitted : 1 - fitted,
        above ? heldOut : 1 - heldOut,
        judge.balancedAccuracy(fit.bestThreshold(above), above));
  }

  /**
   * The units that tell a feature best, by the samples that fit: those that judge have had no part
   * in the choice.
   */
  public List<UnitScore> best(int feature, int count) {
    List<UnitScore> scores = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      scores.add(score(unit, feature));
    }
    scores.sort(
        Comparator.comparingDouble(UnitScore::fitted).reversed().thenComparingInt(UnitScore::unit));
    return List.copyOf(scores.subList(0, Math.min(count, units)));
  }

  /** Every feature as a unit tells it, the best told first. */
  public List<UnitScore> of(int unit) {
    List<UnitScore> scores = new ArrayList<>();
    for (int feature = 0; feature < features.size(); feature++) {
      scores.add(score(unit, feature));
    }
    scores.sort(
        Comparator.comparingDouble(UnitScore::fitted)
            .reversed()
            .thenComparingInt(UnitScore::feature));
    return List.copyOf(scores);
  }

  private ProbeCounts counts(int unit, int feature, int half) {
    return new ProbeCounts(
        counts(unit, row(feature, false, half)), counts(unit, row(feature, true, half)));
  }

  private int[] counts(int unit, int row) {
    return Arrays.copyOfRange(counts[row], unit * BINS, (unit + 1) * BINS);
  }

  private double correlation(int unit, int feature) {
    double covariance = seen * products[feature][unit] - sums[unit] * featureSums[feature];
    double ofUnit = seen * squares[unit] - sums[unit] * sums[unit];
    double ofFeature = seen * featureSquares[feature] - featureSums[feature] * featureSums[feature];
    return ofUnit <= 0 || ofFeature <= 0
        ? Double.NaN
        : covariance / (Math.sqrt(ofUnit) * Math.sqrt(ofFeature));
  }
}
