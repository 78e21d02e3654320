package org.keepgate.training;

import java.util.Arrays;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.WorkerMean;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.sequence.InputException;

/**
 * Puts a round together whose means were taken elsewhere, slice by slice: reports of the workers in
 * their order, and pieces of the means in any. The same bits as by {@link RoundReduction}, in the
 * memory of one worker's result.
 *
 * <p>Vector 0 is the mean of parameters or gradients, vector 1 and on those of the optimizer's
 * state where it is averaged. A piece is the {@link org.keepgate.averaging.WeightedAverage} of the
 * same stretch of all workers, in their order: parameters weighted by {@link WorkerOutcome#weight},
 * optimizer vectors by {@link WorkerOutcome#work}.
 */
public final class SlicedReduction {
  private final int parameters;
  private final RoundLedger ledger;
  private final float[][] means; // allocated when they come
  private long placed;

  /**
   * Opens the reduction of a round.
   *
   * @param state that the round starts from
   * @param layout of its parameters
   * @param allowsMixed whether workers may differ in their arithmetic
   */
  public SlicedReduction(
      TrainingOptions options, TrainingState state, ParameterLayout layout, boolean allowsMixed) {
    AveragingSpec averaging = options.averaging();
    this.parameters = state.parameters().length;
    this.ledger =
        new RoundLedger(
            options, RoundReduction.drift(averaging, state.parameters(), layout), allowsMixed);
    int moments = averaging.sharesOptimizer() ? state.optimizer().vectors().length : 0;
    this.means = new float[1 + moments][0];
  }

  /**
   * Adds the next worker's report.
   *
   * @throws IllegalStateException if it is not the next worker's
   * @throws InputException if its arithmetic differs from that of the workers before it
   */
  public void add(WorkerReport report) {
    ledger.add(report);
    ledger.addBytes(report.outcome().bytes());
  }

  /** Puts a piece of a mean where it belongs. */
  public void put(int vector, int offset, float[] piece) {
    long began = System.nanoTime();
    if (means[vector].length == 0) {
      means[vector] = new float[parameters];
    }
    System.arraycopy(piece, 0, means[vector], offset, piece.length);
    placed += piece.length;
    ledger.addBytes((long) Float.BYTES * piece.length);
    ledger.addReduceNanos(System.nanoTime() - began);
  }

  /** Counts time that was spent elsewhere on summing. */
  public void addReduceNanos(long nanos) {
    ledger.addReduceNanos(nanos);
  }

  /**
   * The round as one.
   *
   * @param kept the workers' own states after the round; none where they keep none
   * @throws IllegalStateException if a worker or a piece is missing
   */
  public AveragedRound finish(WorkerOptimizers kept) {
    ledger.requireComplete();
    if (ledger.diverged() || placed == 0) {
      return ledger.round(new WorkerMean(null, new float[0][], 0, kept));
    }
    if (placed != (long) means.length * parameters) {
      throw new IllegalStateException(
          "means of "
              + placed
              + " values in pieces, expected "
              + means.length
              + " times "
              + parameters);
    }
    float[][] moments = Arrays.copyOfRange(means, 1, means.length);
    return ledger.round(new WorkerMean(means[0], moments, ledger.meanSteps(), kept));
  }
}
