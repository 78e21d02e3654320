package org.keepgate.training;

import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.AveragingState;
import org.keepgate.averaging.GlobalModel;
import org.keepgate.optimizer.OptimizerState;

/**
 * Where a training stands between two rounds: all that a checkpoint holds, and all that resuming
 * needs.
 *
 * <p>Never changed: every round makes a new one. Arrays are held, not copied, and are not to be
 * written to.
 *
 * @param parameters in the order of the layout
 * @param optimizer the averaged state, or that of the steps on averaged gradients; without vectors
 *     where workers begin anew or keep their own
 * @param averaging what averaging remembers, optimizer states that workers keep included
 * @param round rounds done
 * @param epoch of the next round, from 0
 * @param nextMinibatch first minibatch of the next round in its epoch
 * @param carriedByWorker each worker's recurrent state; empty arrays where it is zero, as at an
 *     epoch's start
 * @param plateau memory of the plateau schedule
 * @param earlyStopping memory of early stopping
 * @param history of the rounds done; the guard against divergence depends on its losses and
 *     recoveries
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TrainingState(
    float[] parameters,
    OptimizerState optimizer,
    AveragingState averaging,
    int round,
    int epoch,
    int nextMinibatch,
    float[][] carriedByWorker,
    PlateauState plateau,
    EarlyStoppingState earlyStopping,
    History history) {

  /** Before the first round. */
  public static TrainingState start(float[] parameters, TrainingOptions options) {
    AveragingSpec averaging = options.averaging();
    boolean hasOptimizer = averaging.sharesOptimizer() || averaging.averagesGradients();
    int stateVectors = hasOptimizer ? options.optimizer().create().stateVectors() : 0;
    return new TrainingState(
        parameters.clone(),
        OptimizerState.zero(stateVectors, parameters.length),
        AveragingState.start(averaging, options.numWorkers()),
        0,
        0,
        0,
        new float[options.numWorkers()][0],
        PlateauState.start(),
        EarlyStoppingState.start(),
        History.empty());
  }

  /** What averaging looks at. */
  public GlobalModel globalModel() {
    return new GlobalModel(parameters, optimizer, averaging);
  }

  /** What all workers of the next round start from, but for an optimizer state of their own. */
  public RoundStart sharedStart(AveragingSpec spec) {
    return new RoundStart(
        parameters,
        spec.sharesOptimizer()
            ? optimizer
            : new OptimizerState(spec.averagesGradients() ? optimizer.step() : 0, new float[0][]));
  }

  /** What one worker of the next round starts from. */
  public RoundStart startOf(int worker, AveragingSpec spec) {
    RoundStart shared = sharedStart(spec);
    return spec.keepsOptimizers()
        ? shared.withOptimizer(averaging.optimizers().get(worker))
        : shared;
  }
}
