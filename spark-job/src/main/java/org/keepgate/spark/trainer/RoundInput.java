package org.keepgate.spark.trainer;

import java.io.Serializable;
import org.keepgate.training.RoundStart;
import org.keepgate.training.TrainingState;

/**
 * What the tasks of a round receive by broadcast: shared by all tasks of an executor, in local mode
 * with the driver too, and so never written to.
 */
final class RoundInput implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RoundStart start;
  private final float[][] carriedByWorker;

  RoundInput(TrainingState state) {
    this.start = state.roundStart();
    this.carriedByWorker = state.carriedByWorker();
  }

  RoundStart start() {
    return start;
  }

  float[] carried(int worker) {
    return carriedByWorker[worker];
  }
}
