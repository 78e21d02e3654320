package org.keepgate.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.WeightedAverage;
import org.keepgate.averaging.WorkerDrift;
import org.keepgate.averaging.WorkerMean;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.sequence.InputException;

/**
 * Folds the outcomes of a round into one, in the order of the workers, weighted by their work; a
 * worker without work weighs nothing.
 *
 * <p>Needs no more memory than a few models, however many workers there are.
 */
public final class RoundReduction {
  private final AveragingSpec averaging;
  private final boolean allowsMixed;
  private final WeightedAverage values = new WeightedAverage();
  private final WeightedAverage[] moments;
  private final List<OptimizerState> optimizers; // of each worker, if they keep them
  private final float[][] carriedByWorker;
  private double weightedSteps;
  private int next;
  private long minibatches;
  private double gradientNormSum;
  private @Nullable MetricSums metrics;
  private @Nullable Divergence divergence;
  private final RoundSums sums;
  private final Set<String> fingerprints = new LinkedHashSet<>();

  /**
   * Opens the reduction of a round.
   *
   * @param state that the round starts from
   * @param layout of its parameters
   * @param allowsMixed whether workers may differ in their arithmetic
   */
  public RoundReduction(
      TrainingOptions options, TrainingState state, ParameterLayout layout, boolean allowsMixed) {
    this.averaging = options.averaging();
    this.allowsMixed = allowsMixed;
    boolean averages = averaging.sharesOptimizer();
    this.moments = new WeightedAverage[averages ? state.optimizer().vectors().length : 0];
    Arrays.setAll(moments, i -> new WeightedAverage());
    this.optimizers = new ArrayList<>(state.averaging().optimizers());
    this.carriedByWorker = new float[options.numWorkers()][0];
    float[] origin = averaging.averagesGradients() ? new float[0] : state.parameters();
    this.sums = new RoundSums(new WorkerDrift(origin, layout.views()));
  }

  /**
   * Adds the next worker's outcome.
   *
   * @throws IllegalStateException if it is not the next worker's
   * @throws InputException if its arithmetic differs from that of the workers before it
   */
  public void add(WorkerOutcome outcome) {
    long began = System.nanoTime();
    fold(outcome);
    sums.addReduceNanos(System.nanoTime() - began);
  }

  private void fold(WorkerOutcome outcome) {
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
    sums.add(outcome);
    if (outcome.work() > 0) {
      addMeans(outcome);
    }
  }

  private void addMeans(WorkerOutcome outcome) {
    OptimizerState optimizer = outcome.optimizer();
    values.add(weight(outcome), outcome.parameters());
    weightedSteps += outcome.work() * optimizer.step();
    for (int i = 0; i < moments.length; i++) {
      moments[i].add(outcome.work(), optimizer.vectors()[i]);
    }
    if (averaging.keepsOptimizers()) {
      optimizers.set(outcome.worker(), optimizer);
    }
  }

  /** A mean gradient weighs as much as the losses that it is the mean of. */
  private double weight(WorkerOutcome outcome) {
    return averaging.averagesGradients() ? outcome.metrics().lossWeight() : outcome.work();
  }

  /**
   * The round as one.
   *
   * @throws IllegalStateException if a worker is missing
   */
  public AveragedRound finish() {
    long began = System.nanoTime();
    MetricSums all = metrics;
    if (next != carriedByWorker.length || all == null) {
      throw new IllegalStateException(
          "outcomes of " + next + " workers, expected " + carriedByWorker.length);
    }
    WorkerMean mean = mean();
    sums.addReduceNanos(System.nanoTime() - began);
    return new AveragedRound(
        mean,
        all,
        carriedByWorker,
        minibatches,
        gradientNormSum,
        String.join(" | ", fingerprints),
        sums.diagnostics(mean),
        divergence);
  }

  private WorkerMean mean() {
    float[] mean = divergence == null ? values.mean() : null;
    float[][] means = new float[mean == null ? 0 : moments.length][];
    for (int i = 0; i < means.length; i++) {
      means[i] = Objects.requireNonNull(moments[i].mean());
    }
    return new WorkerMean(
        mean, means, mean == null ? 0 : weightedSteps / values.weightSum(), optimizers);
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
