package org.keepgate.training;

import java.io.Serializable;

/**
 * What every worker is told of a round; with its share and the parameters it determines its
 * outcome.
 *
 * @param index number of the round since the start of training, from 0
 * @param epoch from 0
 * @param firstMinibatch of the epoch that belongs to this round
 * @param minibatches at most, for each worker; one with fewer left does what is left
 * @param scheduleEpochs length of training, in epochs, that the learning rate schedule is stretched
 *     over
 * @param rateFactor what the scheduled learning rate is multiplied by: 1, or less once validation
 *     has stood on a plateau, or rounds have diverged
 * @param usualLoss against which a loss explodes; NaN = the worker's first
 * @param skippedBatches minibatches of the epoch that were left out in the rounds before
 */
public record Round(
    int index,
    int epoch,
    int firstMinibatch,
    int minibatches,
    double scheduleEpochs,
    double rateFactor,
    double usualLoss,
    int skippedBatches)
    implements Serializable {

  /** A round of which no more is known. */
  public Round(
      int index,
      int epoch,
      int firstMinibatch,
      int minibatches,
      double scheduleEpochs,
      double rateFactor) {
    this(index, epoch, firstMinibatch, minibatches, scheduleEpochs, rateFactor, Double.NaN, 0);
  }
}
