package org.keepgate.analysis;

/**
 * What modified Kneser–Ney smoothing takes away from a count of one, of two, and of three or more.
 *
 * <pre>
 *   Y   = n1 / (n1 + 2 n2)       n_r  how many grams have the count r
 *   D1  = 1 − 2 Y n2 / n1
 *   D2  = 2 − 3 Y n3 / n2
 *   D3+ = 3 − 4 Y n4 / n3
 * </pre>
 *
 * <p>Chen and Goodman (1998), "An empirical study of smoothing techniques for language modeling",
 * equation 26. A few symbols that all occur thousands of times have no grams of count one to four;
 * then the formula says nothing, or a discount outside of 0 … r, and the halves 0.5, 1, 1.5 are
 * used.
 */
record KneserNeyDiscounts(double one, double two, double threeOrMore) {
  private static final KneserNeyDiscounts HALVES = new KneserNeyDiscounts(0.5, 1, 1.5);

  /** Estimates the discounts from n_1 … n_4, which stand at the indices 1 … 4. */
  static KneserNeyDiscounts of(long[] countsOfCounts) {
    double n1 = countsOfCounts[1];
    double n2 = countsOfCounts[2];
    double n3 = countsOfCounts[3];
    double n4 = countsOfCounts[4];
    double y = n1 / (n1 + 2 * n2);
    KneserNeyDiscounts estimated =
        new KneserNeyDiscounts(1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3);
    return estimated.lieWithinTheCounts() ? estimated : HALVES;
  }

  /** The discount of a count; never more than the count. */
  double of(int count) {
    return switch (count) {
      case 0 -> 0;
      case 1 -> one;
      case 2 -> two;
      default -> threeOrMore;
    };
  }

  private boolean lieWithinTheCounts() { // false for NaN too; 0 would leave nothing to the unseen
    return one > 0 && one <= 1 && two > 0 && two <= 2 && threeOrMore > 0 && threeOrMore <= 3;
  }
}
