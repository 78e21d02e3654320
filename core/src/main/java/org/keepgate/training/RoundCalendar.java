package org.keepgate.training;

import java.util.List;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.optimizer.LearningRateSchedule;

/**
 * How epochs divide into rounds, and how many rounds there are.
 *
 * <pre>
 *   M   minibatches of the worker that has most   I_e  of them between averages in epoch e
 *   R_e = ⌈M / I_e⌉ rounds of epoch e             rounds = maxRounds, or the sum of maxIter epochs
 *   schedule over scheduleEpochs, or the epochs that so many rounds come to
 * </pre>
 */
final class RoundCalendar {
  private final AveragingSpec averaging;
  private final int minibatches;
  private final int totalRounds;
  private final double scheduleEpochs;
  private final LearningRateSchedule schedule;

  RoundCalendar(TrainingOptions options, List<ShareSummary> shares) {
    averaging = options.averaging();
    minibatches = shares.stream().mapToInt(ShareSummary::minibatches).max().orElse(0);
    if (minibatches == 0) {
      throw new IllegalArgumentException("there is nothing to train on: no worker has a sequence");
    }
    totalRounds = options.maxRounds() > 0 ? options.maxRounds() : roundsOf(options.maxIter());
    scheduleEpochs =
        options.scheduleEpochs() > 0 ? options.scheduleEpochs() : epochsOf(totalRounds);
    schedule = options.schedule().create(scheduleEpochs);
  }

  /** Rounds of the first so many epochs. */
  private int roundsOf(int epochs) {
    int changing = Math.min(epochs, averaging.constantFromEpoch());
    int rounds = Math.multiplyExact(epochs - changing, roundsIn(changing));
    for (int epoch = 0; epoch < changing; epoch++) {
      rounds = Math.addExact(rounds, roundsIn(epoch));
    }
    return rounds;
  }

  /** Epochs that the first so many rounds come to. */
  double epochsOf(int rounds) {
    int epoch = 0;
    int rest = rounds;
    while (epoch < averaging.constantFromEpoch() && rest > roundsIn(epoch)) {
      rest -= roundsIn(epoch);
      epoch++;
    }
    return epoch + (double) rest / roundsIn(epoch);
  }

  private int roundsIn(int epoch) {
    int interval = averaging.interval(epoch, minibatches);
    return (minibatches + interval - 1) / interval;
  }

  /**
   * The next round.
   *
   * @param rollbacks how often it has been begun before
   */
  Round roundAfter(TrainingState state, int rollbacks) {
    double halved = Math.scalb(1.0, -(state.history().rollbacks() + rollbacks));
    return new Round(
        state.round(),
        state.epoch(),
        state.nextMinibatch(),
        averaging.interval(state.epoch(), minibatches),
        scheduleEpochs,
        state.plateau().factor() * halved,
        state.history().leastLoss(),
        state.history().skippedBatches(state.epoch() + 1));
  }

  /** Minibatches of the epoch done at the round's end. */
  int minibatchesDone(Round round) {
    return Math.min(minibatches, round.firstMinibatch() + round.minibatches());
  }

  boolean endsEpoch(Round round) {
    return minibatchesDone(round) == minibatches;
  }

  double epochsBefore(Round round) {
    return round.epoch() + (double) round.firstMinibatch() / minibatches;
  }

  double epochsDone(Round round) {
    return round.epoch() + (double) minibatchesDone(round) / minibatches;
  }

  /** Rate of the last minibatch of the worker that has most. */
  double lastLearningRate(Round round) {
    double epochs = round.epoch() + (minibatchesDone(round) - 1.0) / minibatches;
    return schedule.rate(epochs) * round.rateFactor();
  }

  /** Of the first epoch; later ones have as many or fewer. */
  int roundsPerEpoch() {
    return roundsIn(0);
  }

  int totalRounds() {
    return totalRounds;
  }

  double scheduleEpochs() {
    return scheduleEpochs;
  }
}
