package org.keepgate.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.AveragingState;
import org.keepgate.averaging.IntervalSchedule;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.cell.CellOptions;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.training.DivergenceSpec;
import org.keepgate.training.EarlyStoppingSpec;
import org.keepgate.training.EarlyStoppingState;
import org.keepgate.training.History;
import org.keepgate.training.PlateauState;
import org.keepgate.training.Precision;
import org.keepgate.training.Recovery;
import org.keepgate.training.Regime;
import org.keepgate.training.RoundDiagnostics;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingState;

/**
 * A small training, in which no option has its default (but regime and precision) and no two
 * numbers are alike.
 */
final class SampleTraining {
  static final Map<String, String> ENVIRONMENT = Map.of("keepgate", "0", "arithmetic", "by hand");

  static final DataFingerprints DATA = new DataFingerprints("data of the test", "data held out");

  private SampleTraining() {}

  static NetworkSpec languageModel() {
    return NetworkSpec.of(
            SequenceFormat.languageModel(5),
            CellOptions.of("lstm-peephole", 4)
                .withClipPreActivationGradient(10.5)
                .withForgetBias(1.25))
        .withEmbeddingSize(3)
        .withLayers(2)
        .withDropout(0.25);
  }

  static TrainingOptions options() {
    return new TrainingOptions(
        7,
        9,
        11,
        new OptimizerSpec(OptimizerKind.RMSPROP_GRAVES, 0.91, 0.96, 0.81, 0.82, 1e-5, 0.01, 0),
        new ScheduleSpec(ScheduleKind.EXPONENTIAL, 0.0123, 0.75, 1.5, 0.25, 0.125, 6),
        3.5,
        new GradientClipping(8.5, 2.5),
        AveragingSpec.plain().withInterval(13).withOptimizerState(OptimizerStatePolicy.RESET),
        3,
        -8_765_432_109_876_543_210L,
        false,
        17,
        19,
        new EarlyStoppingSpec(4, 0.001),
        5,
        23,
        Regime.BPTT,
        Precision.FLOAT32,
        DivergenceSpec.fail());
  }

  /** After so many rounds; best parameters only if {@code bestRound} is one. */
  static TrainingState state(int round, int bestRound) {
    SplittableRandom random = new SplittableRandom(round);
    int size = languageModel().layout().size();
    float @Nullable [] best = bestRound > 0 ? vector(random, size) : null;
    double bestLoss = bestRound > 0 ? 0.1 + round : Double.POSITIVE_INFINITY;
    return new TrainingState(
        vector(random, size),
        new OptimizerState(
            100L * round, new float[][] {vector(random, size), vector(random, size)}),
        AveragingState.none(),
        round,
        round / 2,
        13 * (round % 2),
        new float[][] {vector(random, 6), {}, vector(random, 4)},
        new PlateauState(0.75, bestLoss, 2),
        new EarlyStoppingState(bestLoss, bestRound, 1, best),
        history(round));
  }

  static Checkpoint checkpoint(int round, int bestRound) {
    return new Checkpoint(languageModel(), options(), DATA, ENVIRONMENT, state(round, bestRound));
  }

  /** One whose averages have a momentum, and whose workers keep their optimizer states. */
  static Checkpoint averaged() {
    TrainingState plain = state(2, 1);
    SplittableRandom random = new SplittableRandom(77);
    int size = plain.parameters().length;
    List<OptimizerState> own =
        List.of(
            new OptimizerState(21, new float[][] {vector(random, size), vector(random, size)}),
            OptimizerState.zero(0, 0),
            new OptimizerState(22, new float[][] {vector(random, size)}));
    TrainingState state =
        new TrainingState(
            plain.parameters(),
            OptimizerState.zero(0, 0),
            new AveragingState(vector(random, size), 12.5, 0.00625, WorkerOptimizers.here(own)),
            plain.round(),
            plain.epoch(),
            plain.nextMinibatch(),
            plain.carriedByWorker(),
            plain.plateau(),
            plain.earlyStopping(),
            plain.history().with(diagnosedRound(3)));
    return new Checkpoint(languageModel(), averagedOptions(), DATA, ENVIRONMENT, state);
  }

  /** Every option of averaging has another value than by default. */
  static TrainingOptions averagedOptions() {
    return options()
        .withAveraging(
            new AveragingSpec(
                AveragingKind.SLOW_MO,
                0.55,
                0.9,
                1.5,
                13,
                IntervalSchedule.GROWING,
                6,
                OptimizerStatePolicy.PER_WORKER));
  }

  private static RoundEntry diagnosedRound(int round) {
    RoundDiagnostics diagnostics =
        new RoundDiagnostics(
            1.5, 2.5, 3.5, Double.NaN, 4.5, 5.5, 6.5, 7.5, 8.5, 9, 10, Map.of("head.bias", 0.5));
    return new RoundEntry(
        round, 2, 1.5, 2, 30, 4e-3, 5, 6, Map.of("loss", 7.0), diagnostics, Recovery.none());
  }

  static History history(int rounds) {
    History history = new History(List.of());
    for (int round = 1; round <= rounds; round++) {
      Map<String, Double> validation =
          round % 2 == 0 ? Map.of("loss", 1.0 / round, "accuracy", Double.NaN) : Map.of();
      history =
          history.with(
              new RoundEntry(
                  round,
                  1 + round / 2,
                  round / 3.0,
                  2.0 / round,
                  1000L * round,
                  1e-3 / round,
                  Math.sqrt(round),
                  0.1 * round,
                  validation));
    }
    return history;
  }

  private static float[] vector(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return values;
  }
}
