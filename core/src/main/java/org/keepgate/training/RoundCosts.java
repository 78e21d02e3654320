package org.keepgate.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the rounds of several workers have cost together, and whether they paid; of their measured
 * {@link RoundDiagnostics}.
 *
 * <pre>
 *   seconds = computing of the mean worker + waiting for the slowest
 *             + broadcasts + reductions + everything else (scheduling, reading, validation)
 *   alone   = numWorkers × computing: what one worker would have taken
 * </pre>
 *
 * @param numWorkers that there are
 * @param seconds of all rounds
 * @param computeSeconds of the mean worker
 * @param slowestSeconds of the slowest worker of each round
 * @param broadcastSeconds to hand out what rounds start from
 * @param reduceSeconds to put results together
 * @param bytesOut to each executor
 * @param bytesIn to the driver
 * @param gainOfAverages mean fall of the loss from just before an average to just after it, in the
 *     same epoch; negative where averages cost; NaN where there was none
 * @param skew largest of all rounds
 */
public record RoundCosts(
    int numWorkers,
    double seconds,
    double computeSeconds,
    double slowestSeconds,
    double broadcastSeconds,
    double reduceSeconds,
    long bytesOut,
    long bytesIn,
    double gainOfAverages,
    double skew) {
  private static final double LITTLE = 0.1; // of the workers' time, that rounds may cost

  /** Of the rounds of a training. */
  public static RoundCosts of(List<RoundEntry> rounds, int numWorkers) {
    double seconds = 0;
    double compute = 0;
    double slowest = 0;
    double broadcast = 0;
    double reduce = 0;
    long out = 0;
    long in = 0;
    double skew = 0;
    for (RoundEntry round : rounds) {
      RoundDiagnostics found = round.diagnostics();
      seconds += round.seconds();
      compute += found.computeSeconds();
      slowest += found.slowestSeconds();
      broadcast += found.broadcastSeconds();
      reduce += found.reduceSeconds();
      out += found.bytesOut();
      in += found.bytesIn();
      skew = Math.max(skew, found.skew());
    }
    return new RoundCosts(
        numWorkers, seconds, compute, slowest, broadcast, reduce, out, in, gain(rounds), skew);
  }

  /**
   * An epoch's first round begins with other minibatches: it says nothing of the average before.
   */
  private static double gain(List<RoundEntry> rounds) {
    double sum = 0;
    int count = 0;
    for (int k = 1; k < rounds.size(); k++) {
      double before = rounds.get(k - 1).diagnostics().lossAtEnd();
      double after = rounds.get(k).diagnostics().lossAtStart();
      boolean sameEpoch = rounds.get(k).epoch() == rounds.get(k - 1).epoch();
      if (sameEpoch && Double.isFinite(before) && Double.isFinite(after)) {
        sum += before - after;
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  /** What one worker would have taken. */
  public double aloneSeconds() {
    return numWorkers * computeSeconds;
  }

  /** That workers spend on waiting for the slowest of them. */
  public double waitSeconds() {
    return slowestSeconds - computeSeconds;
  }

  /** Of rounds, beyond the slowest workers. */
  public double overheadSeconds() {
    return Math.max(0, seconds - slowestSeconds);
  }

  /** Whether several workers were faster than one would have been. */
  public boolean pays() {
    return seconds < aloneSeconds();
  }

  /** What to change, in a sentence; empty where nothing is to be gained by it. */
  public String advice() {
    long times = (long) Math.ceil(overheadSeconds() / (LITTLE * slowestSeconds));
    String less =
        "average every "
            + times
            + " times as many minibatches (averagingInterval), and rounds cost less than "
            + Math.round(100 * LITTLE)
            + " % of the workers' time";
    if (pays()) {
      return times > 1 ? less : "";
    }
    return "one worker would have been as fast; "
        + (overheadSeconds() > slowestSeconds
            ? less
            : "give the workers more cores, or take fewer");
  }

  /** In a line: seconds, and the {@link #advice}. */
  public String sentence() {
    String advice = advice();
    return String.format(
            Locale.ROOT,
            "rounds took %.1f s, one worker would have computed %.1f s",
            seconds,
            aloneSeconds())
        + (advice.isEmpty() ? "" : ": " + advice);
  }

  /** Everything by the names of {@link RoundDiagnostics}, for programs. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seconds", seconds);
    json.put("computeSeconds", computeSeconds);
    json.put("waitSeconds", waitSeconds());
    json.put("broadcastSeconds", broadcastSeconds);
    json.put("reduceSeconds", reduceSeconds);
    json.put("aloneSeconds", aloneSeconds());
    json.put("bytesOut", bytesOut);
    json.put("bytesIn", bytesIn);
    json.put("skew", skew);
    if (Double.isFinite(gainOfAverages)) {
      json.put("gainOfAverages", gainOfAverages);
    }
    json.put("pays", pays());
    json.put("advice", advice());
    return json;
  }

  /** Everything by name, with units, in an order for people to read. */
  public Map<String, Object> table() {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("seconds in all", seconds);
    table.put("computing, mean worker (s)", computeSeconds);
    table.put("waiting for the slowest worker (s)", waitSeconds());
    table.put("broadcasts (s)", broadcastSeconds);
    table.put("reductions (s)", reduceSeconds);
    table.put(
        "everything else (s)", Math.max(0, overheadSeconds() - broadcastSeconds - reduceSeconds));
    table.put("one worker alone, estimated (s)", aloneSeconds());
    table.put("sent to each executor (MB)", bytesOut / 1e6);
    table.put("received by the driver (MB)", bytesIn / 1e6);
    table.put("largest share of work above the mean (%)", 100 * skew);
    if (Double.isFinite(gainOfAverages)) {
      table.put("fall of the loss by an average, mean", gainOfAverages);
    }
    return table;
  }
}
