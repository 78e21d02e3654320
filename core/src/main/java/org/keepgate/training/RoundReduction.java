package org.keepgate.training;

import java.util.Arrays;
import java.util.Objects;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.WeightedAverage;
import org.keepgate.averaging.WorkerDrift;
import org.keepgate.averaging.WorkerMean;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.sequence.InputException;

/**
 * Folds the outcomes of a round into one, in the order of the workers, weighted by their work; a
 * worker without work weighs nothing.
 *
 * <p>Needs no more memory than a few models, however many workers there are. Where outcomes are
 * reduced elsewhere, {@link SlicedReduction} comes to the same bits.
 */
public final class RoundReduction {
  private final AveragingSpec averaging;
  private final WorkerDrift drift;
  private final RoundLedger ledger;
  private final WeightedAverage values = new WeightedAverage();
  private final WeightedAverage[] moments;

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
    this.drift = drift(averaging, state.parameters(), layout);
    this.ledger = new RoundLedger(options, drift, allowsMixed);
    boolean averages = averaging.sharesOptimizer();
    this.moments = new WeightedAverage[averages ? state.optimizer().vectors().length : 0];
    Arrays.setAll(moments, i -> new WeightedAverage());
  }

  /**
   * From where drift is measured: what all workers of a round start from; of gradients, 0.
   *
   * @param start not written to
   */
  public static WorkerDrift drift(AveragingSpec averaging, float[] start, ParameterLayout layout) {
    return new WorkerDrift(averaging.averagesGradients() ? new float[0] : start, layout.views());
  }

  /**
   * Adds the next worker's outcome.
   *
   * @throws IllegalStateException if it is not the next worker's
   * @throws InputException if its arithmetic differs from that of the workers before it
   */
  public void add(WorkerOutcome outcome) {
    long began = System.nanoTime();
    ledger.add(WorkerReport.of(outcome, drift));
    ledger.addBytes(outcome.bytes());
    if (!ledger.diverged() && outcome.work() > 0) {
      addMeans(outcome);
    }
    ledger.addReduceNanos(System.nanoTime() - began);
  }

  private void addMeans(WorkerOutcome outcome) {
    values.add(outcome.weight(averaging), outcome.parameters());
    for (int i = 0; i < moments.length; i++) {
      moments[i].add(outcome.work(), outcome.optimizer().vectors()[i]);
    }
  }

  /** The round as one, where no worker keeps an optimizer state. */
  public AveragedRound finish() {
    return finish(WorkerOptimizers.none());
  }

  /**
   * The round as one.
   *
   * @param kept the workers' own states after the round ({@link WorkerOutcome#keeping})
   * @throws IllegalStateException if a worker is missing
   */
  public AveragedRound finish(WorkerOptimizers kept) {
    long began = System.nanoTime();
    ledger.requireComplete();
    WorkerMean mean = mean(kept);
    ledger.addReduceNanos(System.nanoTime() - began);
    return ledger.round(mean);
  }

  private WorkerMean mean(WorkerOptimizers kept) {
    float[] mean = ledger.diverged() ? null : values.mean();
    float[][] means = new float[mean == null ? 0 : moments.length][];
    for (int i = 0; i < means.length; i++) {
      means[i] = Objects.requireNonNull(moments[i].mean());
    }
    return new WorkerMean(mean, means, mean == null ? 0 : ledger.meanSteps(), kept);
  }
}
