package org.keepgate.analysis.unit;

/**
 * How often one unit had which activity while the answer to a question was no and while it was yes:
 * all that a threshold on the unit can say of it.
 *
 * <pre>
 *   says yes  if the activity is above (or below) a threshold
 *   AUC       = P( a random yes has more activity than a random no ), ½ for equal ones
 *   balanced accuracy = ( share of yes found + share of no found ) / 2
 * </pre>
 *
 * <p>A logistic regression on one unit is a threshold with a slope; where it says more than ½ is
 * such a threshold too. Chance is ½ for both figures, however rare yes is.
 */
final class ProbeCounts {
  private final int[] no;
  private final int[] yes;

  /** Counts by bin of activity, lowest first, where the answer was no and where it was yes. */
  ProbeCounts(int[] no, int[] yes) {
    this.no = no;
    this.yes = yes;
  }

  /** Area under the curve of the receiver's operating characteristic; ½ where one is missing. */
  double auc() {
    double noes = sum(no);
    double yeses = sum(yes);
    if (noes == 0 || yeses == 0) {
      return 0.5;
    }
    double below = 0; // noes in lower bins
    double won = 0;
    for (int bin = 0; bin < no.length; bin++) {
      won += yes[bin] * (below + 0.5 * no[bin]);
      below += no[bin];
    }
    return won / (noes * yeses);
  }

  /** The first bin that says yes, of all thresholds the one of the best balanced accuracy. */
  int bestThreshold(boolean yesIsAbove) {
    int best = 0;
    double highest = -1;
    for (int first = 0; first <= no.length; first++) {
      double accuracy = balancedAccuracy(first, yesIsAbove);
      if (accuracy > highest) {
        highest = accuracy;
        best = first;
      }
    }
    return best;
  }

  /** Of a threshold between two bins. */
  double balancedAccuracy(int firstAbove, boolean yesIsAbove) {
    double noes = sum(no);
    double yeses = sum(yes);
    if (noes == 0 || yeses == 0) {
      return 0.5;
    }
    double noesBelow = 0;
    double yesesBelow = 0;
    for (int bin = 0; bin < firstAbove; bin++) {
      noesBelow += no[bin];
      yesesBelow += yes[bin];
    }
    double above = 0.5 * (noesBelow / noes + (yeses - yesesBelow) / yeses);
    return yesIsAbove ? above : 1 - above;
  }

  private static long sum(int[] counts) {
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }
}
