package org.keepgate.spark.trainer;

import java.util.List;
import java.util.Locale;
import org.keepgate.training.ShareSummary;

/**
 * How evenly the work is dealt: every round waits for the largest share.
 *
 * @param workers number of shares
 * @param mean time steps of a share
 * @param largest the share with the most
 */
record ShareSkew(int workers, double mean, ShareSummary largest) {
  private static final double WORTH_A_WARNING = 0.1;

  /** Of the shares of all workers. */
  static ShareSkew of(List<ShareSummary> shares) {
    ShareSummary largest = shares.get(0);
    long steps = 0;
    for (ShareSummary share : shares) {
      largest = share.steps() > largest.steps() ? share : largest;
      steps += share.steps();
    }
    return new ShareSkew(shares.size(), (double) steps / shares.size(), largest);
  }

  /** By what part of the mean the largest share is larger than that. */
  double excess() {
    return mean == 0 ? 0 : largest.steps() / mean - 1;
  }

  boolean isWorthAWarning() {
    return excess() > WORTH_A_WARNING;
  }

  /** What it is, and where it is worth a warning also why, and what to do. */
  String sentence() {
    String found =
        String.format(
            Locale.ROOT,
            "%s %.0f steps each on average; the largest share, of worker %d, has %d"
                + " steps in %d sequences, %.1f %% more",
            workers == 1 ? "1 worker has" : workers + " workers have",
            mean,
            largest.worker() + 1,
            largest.steps(),
            largest.sequences(),
            100 * excess());
    if (!isWorthAWarning()) {
      return found;
    }
    long even = Math.max(1, (long) (workers * mean / largest.steps()));
    return found
        + ", and every round waits for it; a sequence is not divided between workers: cut the"
        + " longest ones, or set numWorkers to "
        + even
        + (even > 1 ? " or fewer" : "");
  }
}
