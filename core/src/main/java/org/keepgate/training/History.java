package org.keepgate.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a training went, round by round.
 *
 * @param rounds in order
 */
public record History(List<RoundEntry> rounds) {

  public History {
    rounds = List.copyOf(rounds);
  }

  /** Nothing yet. */
  public static History empty() {
    return new History(List.of());
  }

  /** This history and one round more. */
  public History with(RoundEntry round) {
    List<RoundEntry> longer = new ArrayList<>(rounds);
    longer.add(round);
    return new History(longer);
  }

  /** The least mean loss of a round; NaN before the first. */
  double leastLoss() {
    return rounds.stream()
        .mapToDouble(RoundEntry::trainLoss)
        .filter(Double::isFinite)
        .min()
        .orElse(Double.NaN);
  }

  /** Rounds that were begun again, each time at half the learning rate from then on. */
  public int rollbacks() {
    return rounds.stream().mapToInt(round -> round.recovery().rollbacks()).sum();
  }

  /** What the last round has met that diverged; nothing before the first. */
  Recovery lastRecovery() {
    return rounds.isEmpty() ? Recovery.none() : rounds.get(rounds.size() - 1).recovery();
  }

  /** Minibatches that were left out. */
  public int skippedBatches() {
    return rounds.stream().mapToInt(round -> round.recovery().skippedBatches()).sum();
  }

  /** Minibatches of an epoch, from 1, that were left out. */
  int skippedBatches(int epoch) {
    return rounds.stream()
        .filter(round -> round.epoch() == epoch)
        .mapToInt(round -> round.recovery().skippedBatches())
        .sum();
  }

  /** The rounds put together by epoch; the last epoch may be unfinished. */
  public List<EpochEntry> epochs() {
    List<EpochEntry> epochs = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= rounds.size(); to++) {
      if (to == rounds.size() || rounds.get(to).epoch() != rounds.get(from).epoch()) {
        epochs.add(epochOf(rounds.subList(from, to)));
        from = to;
      }
    }
    return List.copyOf(epochs);
  }

  private static EpochEntry epochOf(List<RoundEntry> parts) {
    double lossSum = 0;
    double normSum = 0;
    double seconds = 0;
    long targets = 0;
    Map<String, Double> validation = Map.of();
    for (RoundEntry part : parts) {
      if (part.targets() > 0) { // the loss of no targets is not a number
        lossSum += part.trainLoss() * part.targets();
      }
      normSum += part.gradientNorm();
      seconds += part.seconds();
      targets += part.targets();
      validation = part.validation().isEmpty() ? validation : part.validation();
    }
    RoundEntry last = parts.get(parts.size() - 1);
    return new EpochEntry(
        last.epoch(),
        lossSum / targets,
        targets,
        last.learningRate(),
        normSum / parts.size(),
        seconds,
        validation);
  }
}
