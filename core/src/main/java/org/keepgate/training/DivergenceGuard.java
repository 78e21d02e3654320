package org.keepgate.training;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.ParameterNames;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SequenceShare;

/**
 * Watches a worker's round for minibatches that diverge, names what it finds, and leaves them out
 * where that is wanted ({@link DivergenceSpec}). Costs nothing but a comparison while all is well.
 */
final class DivergenceGuard {
  private final NetworkSpec spec;
  private final DivergenceSpec limits;
  private final Round round;
  private final int worker;
  private final SequenceShare share;
  private final BatchPlan plan;
  private final Progress progress;
  private final @Nullable MetricSums before; // sums before the minibatch, where it may be left out

  DivergenceGuard(
      NetworkSpec spec,
      TrainingOptions options,
      Round round,
      int worker,
      SequenceShare share,
      BatchPlan plan,
      Progress progress) {
    this.spec = spec;
    this.limits = options.divergence();
    this.round = round;
    this.worker = worker;
    this.share = share;
    this.plan = plan;
    this.progress = progress;
    this.before =
        limits.policy() == DivergencePolicy.SKIP_BATCH
            ? new MetricSums(spec.format().targetKind(), spec.format().outputSize())
            : null;
  }

  /** Before a minibatch: what is needed if it is to be left out. */
  void begin() {
    if (before != null) {
      before.reset();
      before.add(progress.metrics);
    }
  }

  /**
   * Whether a minibatch of so many targets, with this mean loss and gradient norm, has diverged.
   */
  boolean isMet(double loss, double norm, int targets) {
    return !Double.isFinite(loss) || !Double.isFinite(norm) || loss > limit(targets);
  }

  /** NaN for a worker's first minibatch of all, which nothing can be held against. */
  private double usual() {
    return Double.isNaN(round.usualLoss()) ? progress.earlyLoss() : round.usualLoss();
  }

  private double limit(int targets) {
    return limits.limit(usual(), targets);
  }

  /**
   * What is done about a minibatch that has diverged, no step having been made: true if it is left
   * out, as if it had not been there, but for a state that begins from zero after it; false if the
   * round ends here.
   *
   * @param network after its backward pass
   */
  boolean leavesOut(
      Network network, Minibatch batch, int index, double loss, double norm, float[] carried) {
    int spoilt = Divergence.firstNotFinite(progress.parameters);
    double limit = limit(batch.targetCount());
    String place =
        spoilt >= 0 ? "" : new DivergenceSearch(share, plan, index, batch).place(network, limit);
    Divergence found = found(index, loss, norm, where(spoilt, loss), place);
    MetricSums sums = before;
    if (sums == null || spoilt >= 0 || isFull()) {
      progress.divergence = found;
      return false;
    }
    progress.metrics.reset();
    progress.metrics.add(sums);
    Arrays.fill(carried, 0);
    progress.skipped.add(found);
    return true;
  }

  private boolean isFull() {
    return round.skippedBatches() + progress.skipped.size() >= limits.maxSkippedBatches();
  }

  /** Ends the round at a step of one sequence. */
  void endAtStep(Minibatch batch, int index, int step, double loss, double norm) {
    int spoilt = Divergence.firstNotFinite(progress.parameters);
    String place = spoilt >= 0 ? "" : new DivergenceSearch(share, plan, index, batch).atStep(step);
    progress.divergence = found(index, loss, norm, where(spoilt, loss), place);
  }

  /** The last step of a round, too, may have led beyond all numbers. */
  void checkParameters(int end) {
    int spoilt = progress.divergence == null ? Divergence.firstNotFinite(progress.parameters) : -1;
    if (spoilt >= 0) {
      double loss = progress.metrics.meanLoss();
      String where = where(spoilt, loss);
      progress.divergence = found(end - 1, loss, progress.lastGradientNorm, where, "");
    }
  }

  private Divergence found(int index, double loss, double norm, String where, String place) {
    return new Divergence(
        round.epoch(),
        index,
        progress.optimizerState.step(),
        progress.minibatches,
        worker,
        loss,
        norm,
        where,
        place);
  }

  private String where(int spoilt, double loss) {
    ParameterNames names = new ParameterNames(spec);
    if (spoilt >= 0) {
      return "first not finite: parameter " + names.of(spoilt);
    }
    int entry = Divergence.firstNotFinite(progress.gradient);
    if (entry >= 0) {
      return "first not finite: gradient of " + names.of(entry);
    }
    if (!Double.isFinite(loss)) {
      return "first not finite: the loss";
    }
    return "above explodingLoss="
        + (limits.explodingLoss() == Math.rint(limits.explodingLoss())
            ? String.format(Locale.ROOT, "%.0f", limits.explodingLoss())
            : limits.explodingLoss())
        + " times the usual loss of "
        + Math.max(1, Math.abs(usual()))
        + ", largest gradient: "
        + names.of(largest(progress.gradient));
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int j = 1; j < values.length; j++) {
      largest = Math.abs(values[j]) > Math.abs(values[largest]) ? j : largest;
    }
    return largest;
  }
}
