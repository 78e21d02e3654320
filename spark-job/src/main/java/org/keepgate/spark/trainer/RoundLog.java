package org.keepgate.spark.trainer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Map;
import org.keepgate.training.Divergence;
import org.keepgate.training.DivergencePolicy;
import org.keepgate.training.RoundCosts;
import org.keepgate.training.RoundDiagnostics;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingResult;

/**
 * A line for every round in the log (at level DEBUG but for the last of an epoch), and what they
 * have come to at the end.
 */
final class RoundLog implements TrainingListener {
  private static final Logger LOG = System.getLogger(RoundLog.class.getName());

  private final int workers;

  RoundLog(int workers) {
    this.workers = workers;
  }

  @Override
  public void divergenceMet(Divergence divergence, DivergencePolicy answer) {
    LOG.log(Level.WARNING, () -> divergence + "; onDivergence=" + answer.key());
  }

  @Override
  public void roundFinished(RoundEntry round) {
    boolean endsEpoch = round.epochsDone() == round.epoch();
    LOG.log(endsEpoch ? Level.INFO : Level.DEBUG, () -> line(round));
  }

  @Override
  public void trainingFinished(TrainingResult result) {
    if (workers > 1) { // one has nothing to be compared with
      LOG.log(Level.INFO, () -> RoundCosts.of(result.history().rounds(), workers).sentence());
    }
  }

  static String line(RoundEntry round) {
    RoundDiagnostics found = round.diagnostics();
    double other =
        round.seconds() - found.slowestSeconds() - found.broadcastSeconds() - found.reduceSeconds();
    return String.format(
        Locale.ROOT,
        "round %d, epoch %d: loss %.4f, from %.4f to %.4f; drift %.3f of a move of %.3g%s;"
            + " %.3f s: slowest worker %.3f (mean %.3f), broadcast %.3f, reduce %.3f, other %.3f;"
            + " %.2f MB out to each executor, %.2f MB in; largest work %.1f %% above the mean",
        round.round(),
        round.epoch(),
        round.trainLoss(),
        found.lossAtStart(),
        found.lossAtEnd(),
        found.drift(),
        found.displacement(),
        farthest(found.driftByView()),
        round.seconds(),
        found.slowestSeconds(),
        found.computeSeconds(),
        found.broadcastSeconds(),
        found.reduceSeconds(),
        Math.max(0, other),
        found.bytesOut() / 1e6,
        found.bytesIn() / 1e6,
        100 * found.skew());
  }

  private static String farthest(Map<String, Double> drifts) {
    return drifts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> String.format(Locale.ROOT, ", most %s %.3f", most.getKey(), most.getValue()))
        .orElse("");
  }
}
