package org.keepgate.spark.job;

import java.util.Locale;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.training.Divergence;
import org.keepgate.training.DivergencePolicy;
import org.keepgate.training.Recovery;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingOutline;

/**
 * Says how training goes: a line for each epoch, and for each validation between; on a terminal a
 * bar below them.
 */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private final Console console;
  private final Workload workload;
  private final Encoding encoding;
  private final ProgressBar bar;
  private int roundsPerEpoch = 1;
  private int totalRounds;
  private double firstEpochs;
  private double totalEpochs;
  private double seconds; // of the rounds done in this run
  private long began;

  TrainingProgress(Console console, Workload workload, Encoding encoding) {
    this.console = console;
    this.workload = workload;
    this.encoding = encoding;
    this.bar = new ProgressBar(console);
  }

  @Override
  public void trainingStarted(TrainingOutline outline) {
    roundsPerEpoch = outline.roundsPerEpoch();
    totalRounds = outline.totalRounds();
    firstEpochs = outline.firstEpochs();
    totalEpochs = outline.totalEpochs();
    began = System.nanoTime();
    bar.start(outline.firstRound(), totalRounds);
  }

  @Override
  public void divergenceMet(Divergence divergence, DivergencePolicy answer) {
    console.note(
        divergence
            + (answer == DivergencePolicy.SKIP_BATCH
                ? ": the minibatch is left out"
                : ": the round is run again at half the learning rate"));
  }

  @Override
  public void roundFinished(RoundEntry round) {
    seconds += round.seconds();
    boolean endsEpoch = round.epochsDone() == round.epoch();
    if (endsEpoch || !round.validation().isEmpty() || round.round() == totalRounds) {
      console.say(line(round));
    }
    bar.advance(round.round());
  }

  private String line(RoundEntry round) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "epoch %-5s", epochs(round)));
    if (roundsPerEpoch > 1) {
      line.append(String.format(Locale.ROOT, " round %d/%d", round.round(), totalRounds));
    }
    line.append("  train ").append(Figures.measure(shown(round.trainLoss())));
    Double validLoss = round.validation().get("loss");
    if (validLoss != null) {
      line.append("  valid ").append(Figures.measure(shown(validLoss)));
    }
    line.append(' ').append(measuresLoss() ? workload.measure(encoding) : "loss");
    if (!measuresLoss()) {
      line.append(validMetric(round));
    }
    line.append("  ")
        .append(Figures.count(Math.round(round.targetsPerSecond())))
        .append(' ')
        .append(workload.targets())
        .append("/s  ")
        .append(
            Figures.duration(
                left(
                    (System.nanoTime() - began) / 1e9,
                    firstEpochs,
                    round.epochsDone(),
                    totalEpochs)))
        .append(" left")
        .append(recovery(round.recovery()));
    return line.toString();
  }

  private static String recovery(Recovery met) {
    return (met.skippedBatches() > 0
            ? "  " + Count.of(met.skippedBatches(), "minibatch", "minibatches") + " left out"
            : "")
        + (met.rollbacks() > 0 ? "  run again " + Count.of(met.rollbacks(), "time") : "");
  }

  private String validMetric(RoundEntry round) {
    Double metric = round.validation().get(workload.metric());
    return metric == null ? "" : "  valid " + workload.metric() + " " + Figures.measure(metric);
  }

  private static String epochs(RoundEntry round) {
    double done = round.epochsDone();
    return done == Math.rint(done)
        ? String.valueOf((long) done)
        : String.format(Locale.ROOT, "%.2f", done);
  }

  private boolean measuresLoss() {
    return Double.isFinite(workload.measureOfLoss(1, encoding));
  }

  private double shown(double loss) {
    return measuresLoss() ? workload.measureOfLoss(loss, encoding) : loss;
  }

  /**
   * Seconds to the end, by the clock, validation and checkpoints included; by epochs, as schedules
   * make rounds longer and longer.
   *
   * @param elapsed seconds of this run
   * @param from epochs done before it
   * @param done epochs done
   * @param to epochs at the end
   */
  static double left(double elapsed, double from, double done, double to) {
    return done > from ? elapsed / (done - from) * Math.max(0, to - done) : 0;
  }

  /** Seconds of the rounds of this run, validation not included. */
  double seconds() {
    return seconds;
  }

  @Override
  public void close() {
    bar.close();
  }
}
