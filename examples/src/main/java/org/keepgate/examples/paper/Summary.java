package org.keepgate.examples.paper;

import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;

/** One row of the table: the paper's figures, ours, and what follows. */
record Summary(Experiment experiment, List<Trial> trials) {
  /** Times more or fewer sequences that still count as the paper's figure come out again. */
  private static final double SAME = 2;

  static Summary of(Experiment experiment, List<Trial> trials) {
    return new Summary(experiment, List.copyOf(trials));
  }

  String row() {
    return "| "
        + String.join(
            " | ",
            experiment.name() + ": " + experiment.sentence(),
            String.valueOf(experiment.weights()),
            experiment.paper(),
            ours(),
            verdict())
        + " |";
  }

  private LongSummaryStatistics solved() {
    return trials.stream().filter(Trial::solved).mapToLong(Trial::sequences).summaryStatistics();
  }

  private String ours() {
    LongSummaryStatistics solved = solved();
    String outcomes = String.join("; ", trials.stream().map(Trial::outcome).distinct().toList());
    if (solved.getCount() == 0) {
      long most = trials.stream().mapToLong(Trial::sequences).max().orElse(0);
      return String.format(
          Locale.ROOT, "0 of %d seeds, up to %,d sequences; %s", trials.size(), most, outcomes);
    }
    return String.format(
        Locale.ROOT,
        "%d of %d seeds: %,.0f (%,d – %,d); %s",
        solved.getCount(),
        trials.size(),
        solved.getAverage(),
        solved.getMin(),
        solved.getMax(),
        outcomes);
  }

  /** In words: as the paper, or how many times faster or slower. */
  String verdict() {
    LongSummaryStatistics solved = solved();
    if (solved.getCount() == 0) {
      return experiment.paperSolved()
          ? "not solved within the budget"
          : "not solved, as in the paper";
    }
    String share = solved.getCount() == trials.size() ? "solved" : "solved in part";
    if (!experiment.paperSolved()) {
      return share + ", unlike in the paper";
    }
    if (experiment.paperSequences() == 0) {
      return share + ", as in the paper, of which we have no number";
    }
    double ratio = solved.getAverage() / experiment.paperSequences();
    return ratio > SAME
        ? share + String.format(Locale.ROOT, ", %.1f times the paper's sequences", ratio)
        : ratio < 1 / SAME
            ? share + String.format(Locale.ROOT, ", in %.2f of the paper's sequences", ratio)
            : share + ", the paper's number of sequences within a factor of 2";
  }
}
