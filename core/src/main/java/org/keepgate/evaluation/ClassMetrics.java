package org.keepgate.evaluation;

/**
 * How well one class was told from the others; a share of nothing counts as 0.
 *
 * @param precision of the targets predicted to be this class, the share that was
 * @param recall of the targets of this class, the share that was predicted
 * @param f1 harmonic mean of precision and recall
 * @param support targets of this class
 */
public record ClassMetrics(double precision, double recall, double f1, long support) {

  static ClassMetrics of(long truePositive, long predicted, long actual) {
    double both = (double) predicted + actual;
    return new ClassMetrics(
        predicted == 0 ? 0 : (double) truePositive / predicted,
        actual == 0 ? 0 : (double) truePositive / actual,
        both == 0 ? 0 : 2.0 * truePositive / both,
        actual);
  }
}
