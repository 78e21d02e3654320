package org.keepgate.training;

import java.util.Map;
import org.keepgate.averaging.WorkerDrift;
import org.keepgate.averaging.WorkerMean;

/** Sums over the workers of a round, for its {@link RoundDiagnostics}. */
final class RoundSums {
  private final WorkerDrift drift;
  private int workers;
  private double work;
  private double largestWork;
  private long nanos;
  private long slowestNanos;
  private long reduceNanos;
  private long bytes;
  private double firstLosses;
  private double lastLosses;

  RoundSums(WorkerDrift drift) {
    this.drift = drift;
  }

  void add(WorkerReport report) {
    WorkerOutcome outcome = report.outcome();
    workers++;
    work += outcome.work();
    largestWork = Math.max(largestWork, outcome.work());
    nanos += outcome.nanos();
    slowestNanos = Math.max(slowestNanos, outcome.nanos());
    if (outcome.work() > 0) {
      drift.add(outcome.work(), report.distances());
      firstLosses += outcome.work() * outcome.losses().first();
      lastLosses += outcome.work() * outcome.losses().last();
    }
  }

  /** Bytes that came to the driver. */
  void addBytes(long more) {
    bytes += more;
  }

  /** Time that reducing took. */
  void addReduceNanos(long more) {
    reduceNanos += more;
  }

  RoundDiagnostics diagnostics(WorkerMean mean) {
    float[] values = mean.values();
    WorkerDrift.Measured apart =
        values == null ? new WorkerDrift.Measured(0, 0, Map.of()) : drift.from(values);
    return new RoundDiagnostics(
        apart.overall(),
        apart.displacement(),
        firstLosses / work,
        lastLosses / work,
        work > 0 ? largestWork * workers / work - 1 : 0,
        nanos / 1e9 / workers,
        slowestNanos / 1e9,
        0,
        reduceNanos / 1e9,
        0,
        bytes,
        apart.byView());
  }
}
