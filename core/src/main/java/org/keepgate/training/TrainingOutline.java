package org.keepgate.training;

import java.util.List;

/**
 * What is about to be trained.
 *
 * @param parameters how many
 * @param shares one summary a worker, in order
 * @param roundsPerEpoch averaging rounds of the first epoch; later ones have as many or fewer
 * @param firstRound rounds done before, when training resumes
 * @param totalRounds rounds done at the end, unless validation or the clock ends it sooner
 * @param firstEpochs epochs done before, where rounds may be of unequal length
 * @param totalEpochs epochs done at the end
 */
public record TrainingOutline(
    int parameters,
    List<ShareSummary> shares,
    int roundsPerEpoch,
    int firstRound,
    int totalRounds,
    double firstEpochs,
    double totalEpochs) {

  public TrainingOutline {
    shares = List.copyOf(shares);
  }
}
