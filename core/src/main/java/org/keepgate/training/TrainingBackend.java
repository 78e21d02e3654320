package org.keepgate.training;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.evaluation.MetricSums;

/**
 * Where the workers are: runs a round on all of them, and validates. The loop around it is the same
 * everywhere.
 */
public interface TrainingBackend extends AutoCloseable {

  /** One summary a worker, in the order of the workers. */
  List<ShareSummary> shares();

  /**
   * Runs a round on every worker and reduces the outcomes, weighted by work, in the order of the
   * workers ({@link RoundReduction}).
   */
  AveragedRound run(Round round, TrainingState state);

  /** A parameter by its index, in words. */
  String parameterName(int index);

  /** Whether there are validation data. */
  boolean hasValidation();

  /** Sums over the validation data, worker by worker in order; null if there are none. */
  @Nullable MetricSums validate(float[] parameters);

  /** Frees what it holds; not more than once. */
  @Override
  void close();
}
