package org.keepgate.training;

import org.keepgate.optimizer.OptimizerState;

/**
 * Where a training stands between two rounds: all that a checkpoint holds, and all that resuming
 * needs.
 *
 * <p>Never changed: every round makes a new one. Arrays are held, not copied, and are not to be
 * written to.
 *
 * @param parameters in the order of the layout
 * @param optimizer the averaged state
 * @param round rounds done
 * @param epoch of the next round, from 0
 * @param nextMinibatch first minibatch of the next round in its epoch
 * @param carriedByWorker each worker's recurrent state; empty arrays where it is zero, as at an
 *     epoch's start
 * @param plateau memory of the plateau schedule
 * @param earlyStopping memory of early stopping
 * @param history of the rounds done
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TrainingState(
    float[] parameters,
    OptimizerState optimizer,
    int round,
    int epoch,
    int nextMinibatch,
    float[][] carriedByWorker,
    PlateauState plateau,
    EarlyStoppingState earlyStopping,
    History history) {

  /** Before the first round. */
  public static TrainingState start(float[] parameters, TrainingOptions options) {
    int stateVectors = options.optimizer().create().stateVectors();
    return new TrainingState(
        parameters.clone(),
        OptimizerState.zero(stateVectors, parameters.length),
        0,
        0,
        0,
        new float[options.numWorkers()][0],
        PlateauState.start(),
        EarlyStoppingState.start(),
        History.empty());
  }

  /** What the workers of the next round start from. */
  public RoundStart roundStart() {
    return new RoundStart(parameters, optimizer);
  }
}
