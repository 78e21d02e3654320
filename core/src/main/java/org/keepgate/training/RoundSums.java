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

  void add(WorkerOutcome outcome) {
    workers++;
    work += outcome.work();
    largestWork = Math.max(largestWork, outcome.work());
    nanos += outcome.nanos();
    slowestNanos = Math.max(slowestNanos, outcome.nanos());
    bytes += outcome.bytes();
    if (outcome.work() > 0) {
      drift.add(outcome.work(), outcome.parameters());
      firstLosses += outcome.work() * outcome.losses().first();
      lastLosses += outcome.work() * outcome.losses().last();
    }
  }

  /** Time that reducing took. */
  void addReduceNanos(long more) {
    reduceNanos += more;
  }

  RoundDiagnostics diagnostics(WorkerMean mean) {
    float[] values = mean.values();
    return new RoundDiagnostics(
        values == null ? 0 : drift.overall(values),
        values == null ? 0 : drift.displacement(values),
        firstLosses / work,
        lastLosses / work,
        work > 0 ? largestWork * workers / work - 1 : 0,
        nanos / 1e9 / workers,
        slowestNanos / 1e9,
        0,
        reduceNanos / 1e9,
        0,
        bytes,
        values == null ? Map.of() : drift.byView(values));
  }
}
