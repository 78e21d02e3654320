package org.keepgate.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.WorkerMean;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.sequence.TargetKind;

/**
 * Trains nothing: after round n the only parameter is n, and validation losses come from a list.
 */
final class ScriptedBackend implements TrainingBackend {
  private final double[] validationLosses; // of round 1, 2 …
  private final int minibatches;
  final List<Round> rounds = new ArrayList<>();
  final List<Float> validated = new ArrayList<>();

  ScriptedBackend(int minibatches, double... validationLosses) {
    this.minibatches = minibatches;
    this.validationLosses = validationLosses;
  }

  @Override
  public List<ShareSummary> shares() {
    return List.of(new ShareSummary(0, 1, 10, 10, minibatches, 1, 10));
  }

  @Override
  public AveragedRound run(Round round, TrainingState state) {
    rounds.add(round);
    WorkerMean mean =
        new WorkerMean(
            new float[] {round.index() + 1},
            new float[2][1],
            round.index(),
            WorkerOptimizers.none());
    MetricSums metrics = new MetricSums(TargetKind.CLASS, 2);
    metrics.addClass(0, 0, 1.0 / (round.index() + 1));
    return new AveragedRound(
        mean,
        metrics,
        new float[][] {{7}},
        1,
        3,
        "scripted",
        RoundDiagnostics.none(),
        List.of(),
        null);
  }

  @Override
  public String parameterName(int index) {
    return "parameter " + index;
  }

  @Override
  public boolean hasValidation() {
    return validationLosses.length > 0;
  }

  @Override
  public @Nullable MetricSums validate(float[] parameters) {
    if (!hasValidation()) {
      return null;
    }
    validated.add(parameters[0]);
    MetricSums sums = new MetricSums(TargetKind.CLASS, 2);
    sums.addClass(0, 0, validationLosses[(int) parameters[0] - 1]);
    return sums;
  }

  @Override
  public void close() {}
}
