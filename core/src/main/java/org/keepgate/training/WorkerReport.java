package org.keepgate.training;

import java.io.Serializable;
import org.keepgate.averaging.WorkerDrift;

/**
 * All that is small of a worker's outcome: what is needed of each worker where parameters and
 * optimizer states are not.
 */
public final class WorkerReport implements Serializable {
  private static final long serialVersionUID = 1L;

  private final WorkerOutcome outcome; // without large arrays
  private final double[] distances;

  private WorkerReport(WorkerOutcome outcome, double[] distances) {
    this.outcome = outcome;
    this.distances = distances;
  }

  /**
   * Of an outcome.
   *
   * @param drift of the round; nothing is added to it
   */
  public static WorkerReport of(WorkerOutcome outcome, WorkerDrift drift) {
    boolean counts = outcome.work() > 0 && outcome.divergence() == null;
    return new WorkerReport(
        outcome.withoutArrays(),
        counts ? drift.squaredDistances(outcome.parameters()) : new double[0]);
  }

  /** The outcome without parameters and optimizer vectors. */
  WorkerOutcome outcome() {
    return outcome;
  }

  /** From where it started, by view. */
  double[] distances() {
    return distances;
  }
}
