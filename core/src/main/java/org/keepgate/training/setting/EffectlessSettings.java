package org.keepgate.training.setting;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.IntervalSchedule;
import org.keepgate.network.WeightStart;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.training.DivergencePolicy;
import org.keepgate.training.Regime;

/** Settings that a user has set, and that nothing will look at because of another setting. */
public final class EffectlessSettings {
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              NetworkSettings.VARIATIONAL_DROPOUT,
              settings -> settings.get(NetworkSettings.DROPOUT) > 0,
              "dropout above 0"),
          oneOf(
              NetworkSettings.INITIAL_SCALE,
              NetworkSettings.INITIALIZATION,
              WeightStart.UNIFORM.key(),
              WeightStart.NORMAL.key()),
          new Rule(NetworkSettings.RESIDUAL, EffectlessSettings::isStack, "numLayers above 1"),
          new Rule(
              NetworkSettings.SKIP_CONNECTIONS, EffectlessSettings::isStack, "numLayers above 1"),
          oneOf(TrainingSettings.PRECISION, TrainingSettings.REGIME, Regime.BPTT.key()),
          ofOptimizers(
              TrainingSettings.MOMENTUM,
              OptimizerKind.MOMENTUM,
              OptimizerKind.NESTEROV,
              OptimizerKind.RMSPROP_GRAVES),
          ofOptimizers(TrainingSettings.DECAY, OptimizerKind.RMSPROP, OptimizerKind.RMSPROP_GRAVES),
          ofOptimizers(TrainingSettings.BETA1, OptimizerKind.ADAM),
          ofOptimizers(TrainingSettings.BETA2, OptimizerKind.ADAM),
          ofOptimizers(
              TrainingSettings.EPSILON,
              OptimizerKind.RMSPROP,
              OptimizerKind.RMSPROP_GRAVES,
              OptimizerKind.ADAGRAD,
              OptimizerKind.ADAM),
          ofSchedules(
              TrainingSettings.SCHEDULE_FACTOR,
              ScheduleKind.STEP,
              ScheduleKind.EXPONENTIAL,
              ScheduleKind.PLATEAU),
          ofSchedules(
              TrainingSettings.SCHEDULE_INTERVAL, ScheduleKind.STEP, ScheduleKind.EXPONENTIAL),
          ofSchedules(TrainingSettings.SCHEDULE_EPOCHS, ScheduleKind.COSINE),
          ofSchedules(TrainingSettings.MINIMUM_FACTOR, ScheduleKind.COSINE, ScheduleKind.PLATEAU),
          ofSchedules(TrainingSettings.SCHEDULE_PATIENCE, ScheduleKind.PLATEAU),
          ofMomentum(AveragingSettings.BLOCK_MOMENTUM),
          ofMomentum(AveragingSettings.BLOCK_LEARNING_RATE),
          ofMomentum(AveragingSettings.BLOCK_WARMUP_EPOCHS),
          ofParameters(AveragingSettings.AVERAGING_INTERVAL),
          ofParameters(AveragingSettings.AVERAGING_SCHEDULE),
          oneOf(
              AveragingSettings.AVERAGING_SCHEDULE_EPOCHS,
              AveragingSettings.AVERAGING_SCHEDULE,
              IntervalSchedule.GROWING.key(),
              IntervalSchedule.POST_LOCAL.key()),
          ofParameters(AveragingSettings.OPTIMIZER_STATE),
          oneOf(DivergenceSettings.EXPLODING_LOSS, TrainingSettings.REGIME, Regime.BPTT.key()),
          oneOf(
              DivergenceSettings.MAX_SKIPPED_BATCHES,
              DivergenceSettings.ON_DIVERGENCE,
              DivergencePolicy.SKIP_BATCH.key()),
          oneOf(
              DivergenceSettings.MAX_ROLLBACKS,
              DivergenceSettings.ON_DIVERGENCE,
              DivergencePolicy.ROLLBACK.key()),
          new Rule(
              TrainingSettings.TOL,
              settings -> settings.get(TrainingSettings.PATIENCE) > 0,
              "patience above 0"));

  /**
   * When a setting is looked at.
   *
   * @param needs what must be set besides
   */
  private record Rule(Setting<?> setting, Predicate<Settings> effective, String needs) {}

  private EffectlessSettings() {}

  /** A sentence for each of them; its default, spelt out, asks for nothing. */
  public static List<String> sentences(Settings settings) {
    return RULES.stream()
        .filter(rule -> asks(rule.setting(), settings) && !rule.effective().test(settings))
        .map(rule -> rule.setting().name() + " has no effect: it needs " + rule.needs())
        .toList();
  }

  private static boolean asks(Setting<?> setting, Settings settings) {
    Object usual = setting.defaultFor(settings.task());
    return settings.isSet(setting) && !settings.get(setting).equals(usual);
  }

  private static boolean isStack(Settings settings) {
    return settings.get(NetworkSettings.NUM_LAYERS) > 1;
  }

  private static Rule ofOptimizers(Setting<?> setting, OptimizerKind... kinds) {
    String[] keys = List.of(kinds).stream().map(OptimizerKind::key).toArray(String[]::new);
    return oneOf(setting, TrainingSettings.OPTIMIZER, keys);
  }

  private static Rule ofSchedules(Setting<?> setting, ScheduleKind... kinds) {
    String[] keys = List.of(kinds).stream().map(ScheduleKind::key).toArray(String[]::new);
    return oneOf(setting, TrainingSettings.SCHEDULE, keys);
  }

  private static Rule ofMomentum(Setting<?> setting) {
    return ofKinds(setting, AveragingKind::hasMomentum);
  }

  private static Rule ofParameters(Setting<?> setting) {
    return ofKinds(setting, kind -> kind != AveragingKind.GRADIENTS);
  }

  private static Rule ofKinds(Setting<?> setting, Predicate<AveragingKind> kinds) {
    String[] keys =
        Arrays.stream(AveragingKind.values())
            .filter(kinds)
            .map(AveragingKind::key)
            .toArray(String[]::new);
    return oneOf(setting, AveragingSettings.AVERAGING, keys);
  }

  private static Rule oneOf(Setting<?> setting, Setting<String> choice, String... keys) {
    return new Rule(setting, in(choice, keys), choice.name() + "=" + String.join(" or ", keys));
  }

  private static Predicate<Settings> in(Setting<String> choice, String... keys) {
    List<String> wanted = List.of(keys);
    return settings -> wanted.contains(settings.get(choice));
  }
}
