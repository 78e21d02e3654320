package org.keepgate.training;

import java.util.List;
import org.keepgate.optimizer.LearningRateSchedule;

/**
 * How epochs divide into rounds, and how many rounds there are.
 *
 * <pre>
 *   M  minibatches of the worker that has most     R = ⌈M / interval⌉ rounds an epoch; interval 0 is M
 *   rounds = maxRounds, or maxIter · R             schedule over scheduleEpochs, or rounds / R epochs
 * </pre>
 */
final class RoundCalendar {
  private final int minibatches;
  private final int interval;
  private final int roundsPerEpoch;
  private final int totalRounds;
  private final double scheduleEpochs;
  private final LearningRateSchedule schedule;

  RoundCalendar(TrainingOptions options, List<ShareSummary> shares) {
    minibatches = shares.stream().mapToInt(ShareSummary::minibatches).max().orElse(0);
    if (minibatches == 0) {
      throw new IllegalArgumentException("there is nothing to train on: no worker has a sequence");
    }
    interval =
        options.averagingInterval() == 0
            ? minibatches
            : Math.min(options.averagingInterval(), minibatches);
    roundsPerEpoch = (minibatches + interval - 1) / interval;
    totalRounds =
        options.maxRounds() > 0
            ? options.maxRounds()
            : Math.multiplyExact(options.maxIter(), roundsPerEpoch);
    scheduleEpochs =
        options.scheduleEpochs() > 0
            ? options.scheduleEpochs()
            : (double) totalRounds / roundsPerEpoch;
    schedule = options.schedule().create(scheduleEpochs);
  }

  Round roundAfter(TrainingState state) {
    return new Round(
        state.round(),
        state.epoch(),
        state.nextMinibatch(),
        interval,
        scheduleEpochs,
        state.plateau().factor());
  }

  /** Minibatches of the epoch done at the round's end. */
  int minibatchesDone(Round round) {
    return Math.min(minibatches, round.firstMinibatch() + interval);
  }

  boolean endsEpoch(Round round) {
    return minibatchesDone(round) == minibatches;
  }

  double epochsDone(Round round) {
    return round.epoch() + (double) minibatchesDone(round) / minibatches;
  }

  /** Rate of the last minibatch of the worker that has most. */
  double lastLearningRate(Round round) {
    double epochs = round.epoch() + (minibatchesDone(round) - 1.0) / minibatches;
    return schedule.rate(epochs) * round.rateFactor();
  }

  int roundsPerEpoch() {
    return roundsPerEpoch;
  }

  int totalRounds() {
    return totalRounds;
  }

  double scheduleEpochs() {
    return scheduleEpochs;
  }
}
