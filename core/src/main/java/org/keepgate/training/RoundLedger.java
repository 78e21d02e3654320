package org.keepgate.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.WorkerDrift;
import org.keepgate.averaging.WorkerMean;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.sequence.InputException;

/**
 * All that a round comes to besides its means, from the workers' reports in their order; however
 * the means are taken, this is the same.
 */
final class RoundLedger {
  private final AveragingSpec averaging;
  private final boolean allowsMixed;
  private final float[][] carriedByWorker;
  private final Set<String> fingerprints = new LinkedHashSet<>();
  private final RoundSums sums;
  private int next;
  private double weightSum;
  private double weightedSteps;
  private long minibatches;
  private double gradientNormSum;
  private @Nullable MetricSums metrics;
  private final List<Divergence> skipped = new ArrayList<>();
  private @Nullable Divergence divergence;

  RoundLedger(TrainingOptions options, WorkerDrift drift, boolean allowsMixed) {
    this.averaging = options.averaging();
    this.allowsMixed = allowsMixed;
    this.carriedByWorker = new float[options.numWorkers()][0];
    this.sums = new RoundSums(drift);
  }

  /**
   * Adds the next worker's report.
   *
   * @throws IllegalStateException if it is not the next worker's
   * @throws InputException if its arithmetic differs from that of the workers before it
   */
  void add(WorkerReport report) {
    WorkerOutcome outcome = report.outcome();
    if (outcome.worker() != next || next == carriedByWorker.length) {
      throw new IllegalStateException(
          "outcome of worker "
              + outcome.worker()
              + " of "
              + carriedByWorker.length
              + " where that of worker "
              + next
              + " was expected");
    }
    next++;
    requireSameArithmetic(outcome);
    addSums(outcome);
    if (divergence == null) {
      divergence = outcome.divergence();
    }
    if (divergence != null) {
      return;
    }
    carriedByWorker[outcome.worker()] = outcome.carried();
    sums.add(report);
    if (outcome.work() > 0) {
      weightSum += outcome.weight(averaging);
      weightedSteps += outcome.work() * outcome.optimizer().step();
    }
  }

  private void addSums(WorkerOutcome outcome) {
    MetricSums all = metrics;
    if (all == null) {
      all = new MetricSums(outcome.metrics().kind(), outcome.metrics().outputSize());
      metrics = all;
    }
    all.add(outcome.metrics());
    minibatches += outcome.minibatches();
    gradientNormSum += outcome.gradientNormSum();
    skipped.addAll(Arrays.asList(outcome.skipped()));
  }

  /** Whether a worker has diverged, so that no mean is asked for. */
  boolean diverged() {
    return divergence != null;
  }

  /** Mean number of optimizer steps; only where something weighs. */
  double meanSteps() {
    return weightedSteps / weightSum;
  }

  /** Bytes that came to the driver. */
  void addBytes(long more) {
    sums.addBytes(more);
  }

  /** Time that reducing took. */
  void addReduceNanos(long more) {
    sums.addReduceNanos(more);
  }

  /**
   * Refuses a round of which a worker is missing.
   *
   * @return metrics of all workers
   */
  MetricSums requireComplete() {
    MetricSums all = metrics;
    if (next != carriedByWorker.length || all == null) {
      throw new IllegalStateException(
          "outcomes of " + next + " workers, expected " + carriedByWorker.length);
    }
    return all;
  }

  /** The round with these means. */
  AveragedRound round(WorkerMean mean) {
    return new AveragedRound(
        mean,
        requireComplete(),
        carriedByWorker,
        minibatches,
        gradientNormSum,
        String.join(" | ", fingerprints),
        sums.diagnostics(mean),
        skipped,
        divergence);
  }

  private void requireSameArithmetic(WorkerOutcome outcome) {
    String before = String.join(" | ", fingerprints);
    if (fingerprints.add(outcome.fingerprint()) && !before.isEmpty() && !allowsMixed) {
      throw new InputException(
          "worker "
              + (outcome.worker() + 1)
              + " of "
              + carriedByWorker.length
              + " computes with ["
              + outcome.fingerprint()
              + "], the workers before it with ["
              + before
              + "]: the same seed would not give the same bits. Use the same matrix provider, CPU "
              + "type and Java on all machines, or allow mixed arithmetic "
              + "(spark.keepgate.allowMixedArithmetic)");
    }
  }
}
