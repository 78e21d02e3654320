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
 */
public record TrainingOutline(
    int parameters,
    List<ShareSummary> shares,
    int roundsPerEpoch,
    int firstRound,
    int totalRounds) {

  public TrainingOutline {
    shares = List.copyOf(shares);
  }
}
