package org.keepgate.analysis;

/**
 * One length of grams of an interpolated Kneser–Ney model: probabilities given the level below.
 *
 * <pre>
 *   p(w | h) = ( a(hw) − D(a(hw)) + R(h) p(w | h') ) / A(h)
 *
 *   h   context                         A(h) = Σ_w a(hw)
 *   h'  h without its first symbol      R(h) = Σ_w D(a(hw))   what was taken away: Σ_w p(w | h) = 1
 *   a   count of a gram (see the model) D    discount of a count
 * </pre>
 */
final class KneserNeyLevel {
  private final int[] counts; // a(hw) by gram
  private final KneserNeyDiscounts discounts;
  private final int[] totals; // A(h) by context
  private final double[] removed; // R(h) by context

  /**
   * {@code counts} by gram of {@code grams}, whose contexts are numbered below {@code contexts}.
   */
  KneserNeyLevel(GramTable grams, int contexts, int[] counts) {
    this.counts = counts;
    this.discounts = KneserNeyDiscounts.of(countsOfCounts(counts));
    this.totals = new int[contexts];
    this.removed = new double[contexts];
    for (int gram = 0; gram < counts.length; gram++) {
      int context = grams.context(gram);
      totals[context] += counts[gram];
      removed[context] += discounts.of(counts[gram]);
    }
  }

  /** p(w | h); {@code lower} = p(w | h'). An unseen context leaves it all to the level below. */
  double probability(int context, int gram, double lower) {
    if (context == GramTable.ABSENT || totals[context] == 0) {
      return lower;
    }
    int count = gram == GramTable.ABSENT ? 0 : counts[gram];
    return (count - discounts.of(count) + removed[context] * lower) / totals[context];
  }

  private static long[] countsOfCounts(int[] counts) {
    long[] countsOfCounts = new long[5];
    for (int count : counts) {
      if (count < countsOfCounts.length) {
        countsOfCounts[count]++;
      }
    }
    return countsOfCounts;
  }
}
