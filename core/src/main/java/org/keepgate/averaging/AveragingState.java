package org.keepgate.averaging;

import java.util.Collections;
import org.keepgate.optimizer.OptimizerState;

/**
 * What averaging remembers from round to round; part of a checkpoint. Arrays are held, not copied,
 * and are not to be written to.
 *
 * @param blockUpdate Δ of {@link BlockMomentum}, in the order of the parameters; empty where the
 *     strategy has none, or before the first round
 * @param virtualSteps ρ of {@link MomentCorrection}
 * @param learningRate at the end of the round that blockUpdate is of; 0 before the first
 * @param optimizers each worker's own state; empty unless they are kept
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record AveragingState(
    float[] blockUpdate, double virtualSteps, double learningRate, WorkerOptimizers optimizers) {

  /** Nothing to remember. */
  public static AveragingState none() {
    return new AveragingState(new float[0], 0, 0, WorkerOptimizers.none());
  }

  /** Before the first round; a worker's optimizer state without vectors stands for zeros. */
  public static AveragingState start(AveragingSpec spec, int numWorkers) {
    return spec.keepsOptimizers()
        ? none()
            .withOptimizers(
                WorkerOptimizers.here(Collections.nCopies(numWorkers, OptimizerState.zero(0, 0))))
        : none();
  }

  AveragingState withOptimizers(WorkerOptimizers value) {
    return new AveragingState(blockUpdate, virtualSteps, learningRate, value);
  }
}
