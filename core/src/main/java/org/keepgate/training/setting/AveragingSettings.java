package org.keepgate.training.setting;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.IntervalSchedule;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.sequence.Keyed;

/** The settings of how the workers' results become one model. */
public final class AveragingSettings {
  private static final AveragingSpec DEFAULTS = AveragingSpec.plain();

  public static final Setting<String> AVERAGING =
      Setting.choice(
              "averaging",
              "mean of parameters, a momentum of rounds on it, or mean of gradients at every step",
              Keyed.keys(AveragingKind.class))
          .or(DEFAULTS.kind().key());
  public static final Setting<Double> BLOCK_MOMENTUM =
      Setting.real(
              "blockMomentum",
              "share of a round's move that the next repeats (SlowMo's β, DiLoCo's outer momentum)",
              "in [0, 1)",
              value -> value >= 0 && value < 1)
          .unset(
              "1 - 1/numWorkers; "
                  + outer(AveragingSpec::blockMomentum)
                  + ", "
                  + slow(AveragingSpec::blockMomentum));
  public static final Setting<Double> BLOCK_LEARNING_RATE =
      Setting.real(
              "blockLearningRate",
              "of the move from the workers' start to their mean (SlowMo's α, DiLoCo's outer rate)",
              "above 0",
              value -> value > 0)
          .unset("1; " + outer(AveragingSpec::blockLearningRate));
  public static final Setting<Double> BLOCK_WARMUP_EPOCHS =
      Setting.real(
              "blockWarmupEpochs",
              "epochs, or a part of one, over which blockMomentum rises from 0",
              "of at least 0",
              value -> value >= 0)
          .unset(
              "1; "
                  + outer(AveragingSpec::blockWarmupEpochs)
                  + ", "
                  + slow(AveragingSpec::blockWarmupEpochs));
  public static final Setting<Integer> AVERAGING_INTERVAL =
      Setting.integer("averagingInterval", "minibatches between two averages; 0 = an epoch", 0)
          .or(DEFAULTS.interval());
  public static final Setting<String> AVERAGING_SCHEDULE =
      Setting.choice(
              "averagingSchedule",
              "averagingInterval always, or grown to from 1, or after epochs of every minibatch",
              Keyed.keys(IntervalSchedule.class))
          .or(DEFAULTS.intervalSchedule().key());
  public static final Setting<Integer> AVERAGING_SCHEDULE_EPOCHS =
      Setting.integer(
              "averagingScheduleEpochs",
              "epochs until growing and post-local have come to averagingInterval",
              1)
          .or(DEFAULTS.scheduleEpochs());
  public static final Setting<String> OPTIMIZER_STATE =
      Setting.choice(
              "optimizerState",
              "what averaging does to it; bmuf-adam corrects Adam's moments for block momentum",
              Keyed.keys(OptimizerStatePolicy.class))
          .or(DEFAULTS.optimizerState().key());

  private AveragingSettings() {}

  /** When and how workers are averaged. */
  public static SettingCatalog.Group group() {
    return new SettingCatalog.Group(
        "Averaging",
        List.of(
            AVERAGING,
            AVERAGING_INTERVAL,
            AVERAGING_SCHEDULE,
            AVERAGING_SCHEDULE_EPOCHS,
            BLOCK_MOMENTUM,
            BLOCK_LEARNING_RATE,
            BLOCK_WARMUP_EPOCHS,
            OPTIMIZER_STATE));
  }

  static AveragingSpec spec(Settings settings, int numWorkers) {
    AveragingKind kind = settings.constant(AVERAGING, AveragingKind.class);
    AveragingSpec usual = AveragingSpec.of(kind, numWorkers);
    AveragingSpec spec =
        usual
            .withInterval(settings.get(AVERAGING_INTERVAL))
            .withSchedule(
                settings.constant(AVERAGING_SCHEDULE, IntervalSchedule.class),
                settings.get(AVERAGING_SCHEDULE_EPOCHS))
            .withOptimizerState(settings.constant(OPTIMIZER_STATE, OptimizerStatePolicy.class));
    return kind.hasMomentum()
        ? spec.withBlockMomentum(or(settings.find(BLOCK_MOMENTUM), usual.blockMomentum()))
            .withBlockLearningRate(
                or(settings.find(BLOCK_LEARNING_RATE), usual.blockLearningRate()))
            .withBlockWarmupEpochs(
                or(settings.find(BLOCK_WARMUP_EPOCHS), usual.blockWarmupEpochs()))
        : spec;
  }

  private static String outer(ToDoubleFunction<AveragingSpec> constant) {
    return own(AveragingKind.OUTER_NESTEROV, constant);
  }

  private static String slow(ToDoubleFunction<AveragingSpec> constant) {
    return own(AveragingKind.SLOW_MO, constant);
  }

  private static String own(AveragingKind kind, ToDoubleFunction<AveragingSpec> constant) {
    return kind.key() + " " + Setting.written(constant.applyAsDouble(AveragingSpec.of(kind, 1)));
  }

  private static double or(@Nullable Double set, double usual) {
    return set == null ? usual : set;
  }
}
