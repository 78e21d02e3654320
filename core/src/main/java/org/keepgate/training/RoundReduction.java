package org.keepgate.training;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingStrategy;
import org.keepgate.averaging.WeightedAverage;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.optimizer.OptimizerState;

/**
 * Folds the outcomes of a round into one, in the order of the workers, weighted by their work; a
 * worker without work weighs nothing.
 *
 * <p>Needs no more memory than a few models, however many workers there are.
 */
public final class RoundReduction {
  private final OptimizerStatePolicy policy;
  private final RoundStart start;
  private final AveragingStrategy strategy;
  private final WeightedAverage[] vectors;
  private final float[][] carriedByWorker;
  private final boolean allowsMixed;
  private double workSum;
  private double weightedSteps;
  private int next;
  private long minibatches;
  private double gradientNormSum;
  private @Nullable MetricSums metrics;
  private @Nullable Divergence divergence;
  private final Set<String> fingerprints = new LinkedHashSet<>();

  /** Opens the reduction of a round whose workers all start from the same. */
  public RoundReduction(TrainingOptions options, RoundStart start, AveragingStrategy strategy) {
    this(options, start, strategy, false);
  }

  /**
   * Opens the reduction of a round whose workers all start from the same.
   *
   * @param allowsMixed whether workers may differ in their arithmetic
   */
  public RoundReduction(
      TrainingOptions options, RoundStart start, AveragingStrategy strategy, boolean allowsMixed) {
    this.allowsMixed = allowsMixed;
    this.policy = options.optimizerState();
    this.start = start;
    this.strategy = strategy;
    this.vectors = new WeightedAverage[start.optimizer().vectors().length];
    Arrays.setAll(vectors, i -> new WeightedAverage());
    this.carriedByWorker = new float[options.numWorkers()][0];
    strategy.begin(start.parameters());
  }

  /**
   * Adds the next worker's outcome.
   *
   * @throws IllegalStateException if it is not the next worker's, or its arithmetic differs from
   *     that of the workers before it
   */
  public void add(WorkerOutcome outcome) {
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
    strategy.add(outcome.work(), outcome.parameters());
    if (outcome.work() > 0 && policy == OptimizerStatePolicy.AVERAGE) {
      OptimizerState state = outcome.optimizer();
      for (int i = 0; i < vectors.length; i++) {
        vectors[i].add(outcome.work(), state.vectors()[i]);
      }
      workSum += outcome.work();
      weightedSteps += outcome.work() * state.step();
    }
  }

  /**
   * The round as one.
   *
   * @throws IllegalStateException if a worker is missing
   */
  public AveragedRound finish() {
    MetricSums sums = metrics;
    if (next != carriedByWorker.length || sums == null) {
      throw new IllegalStateException(
          "outcomes of " + next + " workers, expected " + carriedByWorker.length);
    }
    RoundStart reduced =
        divergence == null ? new RoundStart(strategy.finish(), reducedOptimizer()) : start;
    return new AveragedRound(
        reduced,
        sums,
        carriedByWorker,
        minibatches,
        gradientNormSum,
        String.join(" | ", fingerprints),
        divergence);
  }

  private OptimizerState reducedOptimizer() {
    if (policy == OptimizerStatePolicy.RESET) {
      return OptimizerState.zero(vectors.length, start.parameters().length);
    }
    if (workSum == 0) {
      return start.optimizer().copy();
    }
    float[][] means = new float[vectors.length][];
    for (int i = 0; i < means.length; i++) {
      float[] mean = vectors[i].mean();
      means[i] = mean == null ? start.optimizer().vectors()[i].clone() : mean;
    }
    return new OptimizerState(Math.round(weightedSteps / workSum), means);
  }

  private void addSums(WorkerOutcome outcome) {
    MetricSums sums = metrics;
    if (sums == null) {
      sums = new MetricSums(outcome.metrics().kind(), outcome.metrics().outputSize());
      metrics = sums;
    }
    sums.add(outcome.metrics());
    minibatches += outcome.minibatches();
    gradientNormSum += outcome.gradientNormSum();
  }

  private void requireSameArithmetic(WorkerOutcome outcome) {
    String before = String.join(" | ", fingerprints);
    if (fingerprints.add(outcome.fingerprint()) && !before.isEmpty() && !allowsMixed) {
      throw new IllegalStateException(
          "worker "
              + outcome.worker()
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
