package org.keepgate.training.setting;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Keyed;
import org.keepgate.training.EarlyStoppingSpec;
import org.keepgate.training.Precision;
import org.keepgate.training.Regime;
import org.keepgate.training.TrainingOptions;

/** The settings of the training loop, by Spark ML's names where Spark has one. */
public final class TrainingSettings {
  private static final TrainingOptions DEFAULTS = TrainingOptions.defaults();

  public static final Setting<Integer> MAX_ITER =
      Setting.integer("maxIter", "epochs: passes over the data", 1)
          .by(Task.LANGUAGE_MODEL, DEFAULTS.maxIter())
          .or(50);
  public static final Setting<Integer> MAX_ROUNDS =
      Setting.integer("maxRounds", "stop after so many rounds (averages); 0 = by maxIter alone", 0)
          .or(DEFAULTS.maxRounds());
  public static final Setting<Integer> BATCH_SIZE =
      Setting.integer("batchSize", "sequences trained side by side on a worker", 1)
          .or(DEFAULTS.batchSize());
  public static final Setting<Integer> SEGMENT_LENGTH =
      Setting.integer(
              "segmentLength",
              "steps of truncated BPTT, the state carries over; 0 = whole sequences",
              0)
          .by(Task.LANGUAGE_MODEL, 64)
          .or(DEFAULTS.segmentLength());
  public static final Setting<String> REGIME =
      Setting.choice(
              "regime",
              "bptt, or online: a step at every target, for cell=lstm-1997 and batchSize=1",
              Keyed.keys(Regime.class))
          .or(DEFAULTS.regime().key());
  public static final Setting<String> PRECISION =
      Setting.choice(
              "precision",
              "of products: float32, or bf16 (float32 weights and sums) where that is faster",
              Keyed.keys(Precision.class))
          .or(DEFAULTS.precision().key());
  public static final Setting<Boolean> SHUFFLE =
      Setting.flag("shuffle", "another order of the sequences in each epoch")
          .or(DEFAULTS.shuffle());

  public static final Setting<String> OPTIMIZER =
      Setting.choice("optimizer", "update rule", Keyed.keys(OptimizerKind.class))
          .or(DEFAULTS.optimizer().kind().key());
  public static final Setting<Double> STEP_SIZE =
      positive("stepSize", "initial learning rate").or(DEFAULTS.schedule().stepSize());
  public static final Setting<Double> REG_PARAM =
      Setting.real(
              "regParam",
              "weight decay, decoupled from the gradient; 0 = none",
              "of at least 0",
              value -> value >= 0)
          .or(DEFAULTS.optimizer().weightDecay());
  public static final Setting<Double> L2_PENALTY =
      Setting.real(
              "l2Penalty",
              "L2 regularisation: adds l2Penalty · w to the gradient of every weight; 0 = none",
              "of at least 0",
              value -> value >= 0)
          .or(DEFAULTS.optimizer().l2Penalty());
  public static final Setting<Double> MOMENTUM =
      fraction("momentum", "of momentum, nesterov and rmsprop-graves")
          .unset(Setting.written(OptimizerSpec.of(OptimizerKind.MOMENTUM).momentum()));
  public static final Setting<Double> DECAY =
      fraction("decay", "of the running means of rmsprop and rmsprop-graves")
          .unset(Setting.written(OptimizerSpec.of(OptimizerKind.RMSPROP).decay()));
  public static final Setting<Double> BETA1 =
      fraction("beta1", "decay of Adam's first moment")
          .unset(Setting.written(OptimizerSpec.of(OptimizerKind.ADAM).beta1()));
  public static final Setting<Double> BETA2 =
      fraction("beta2", "decay of Adam's second moment")
          .unset(Setting.written(OptimizerSpec.of(OptimizerKind.ADAM).beta2()));
  public static final Setting<Double> EPSILON =
      Setting.real(
              "epsilon",
              "what keeps the optimizer's divisor from zero",
              "in (0, 1)",
              value -> value > 0 && value < 1)
          .unset("the optimizer's own");
  public static final Setting<Double> CLIP_VALUE =
      limit("clipValue", "bound of each entry of the gradient; 0 = off")
          .or(DEFAULTS.clipping().byValue());
  public static final Setting<Double> CLIP_NORM =
      limit("clipNorm", "bound of the gradient's norm; 0 = off")
          .or(DEFAULTS.clipping().byGlobalNorm());

  public static final Setting<String> SCHEDULE =
      Setting.choice("schedule", "learning rate over time", Keyed.keys(ScheduleKind.class))
          .or(DEFAULTS.schedule().kind().key());
  public static final Setting<Double> SCHEDULE_EPOCHS =
      limit("scheduleEpochs", "length that the schedule is stretched over; 0 = this training")
          .or(DEFAULTS.scheduleEpochs());
  public static final Setting<Double> SCHEDULE_FACTOR =
      Setting.real(
              "scheduleFactor",
              "what step, exponential and plateau multiply the rate by",
              "in (0, 1]",
              value -> value > 0 && value <= 1)
          .or(DEFAULTS.schedule().factor());
  public static final Setting<Double> SCHEDULE_INTERVAL =
      positive("scheduleInterval", "epochs between two steps of step and exponential")
          .or(DEFAULTS.schedule().intervalEpochs());
  public static final Setting<Double> WARMUP_EPOCHS =
      limit("warmupEpochs", "epochs, or a part of one, over which the rate first rises")
          .or(DEFAULTS.schedule().warmupEpochs());
  public static final Setting<Double> MINIMUM_FACTOR =
      Setting.real(
              "minimumFactor",
              "smallest share of stepSize that cosine and plateau come down to",
              "in [0, 1]",
              value -> value >= 0 && value <= 1)
          .or(DEFAULTS.schedule().minimumFactor());
  public static final Setting<Integer> SCHEDULE_PATIENCE =
      Setting.integer("schedulePatience", "validations without gain before plateau steps down", 1)
          .or(DEFAULTS.schedule().patience());

  public static final Setting<Integer> NUM_WORKERS =
      Setting.integer("numWorkers", "logical workers; part of what repeats a result", 1)
          .unset("parallelism, at most the sequences");
  public static final Setting<Integer> CHECKPOINT_INTERVAL =
      Setting.integer(
              "checkpointInterval",
              "epochs between two checkpoints where checkpointRounds is 0; 0 = none",
              0)
          .or(DEFAULTS.checkpointInterval());
  public static final Setting<Integer> CHECKPOINT_ROUNDS =
      Setting.integer("checkpointRounds", "rounds between two checkpoints; 0 = by epochs alone", 0)
          .or(DEFAULTS.checkpointRounds());
  public static final Setting<Integer> VALIDATION_INTERVAL =
      Setting.integer("validationInterval", "rounds between two validations; 0 = an epoch", 0)
          .or(DEFAULTS.validationInterval());
  public static final Setting<Integer> PATIENCE =
      Setting.integer(
              "patience", "validations without gain after which training stops; 0 = never", 0)
          .or(DEFAULTS.earlyStopping().patience());
  public static final Setting<Double> TOL =
      limit("tol", "fall of the mean validation loss that counts as a gain")
          .or(DEFAULTS.earlyStopping().minimumDelta());
  public static final Setting<Long> SEED =
      Setting.seed("seed", "seed of everything random").or(DEFAULTS.seed());

  private TrainingSettings() {}

  private static Setting<Double> positive(String name, String sentence) {
    return Setting.real(name, sentence, "above 0", value -> value > 0);
  }

  private static Setting<Double> limit(String name, String sentence) {
    return Setting.real(name, sentence, "of at least 0", value -> value >= 0);
  }

  private static Setting<Double> fraction(String name, String sentence) {
    return Setting.real(name, sentence, "in [0, 1)", value -> value >= 0 && value < 1);
  }

  /** How long, in what pieces, and on how many workers. */
  public static SettingCatalog.Group course() {
    return new SettingCatalog.Group(
        "Training",
        List.of(
            MAX_ITER,
            MAX_ROUNDS,
            BATCH_SIZE,
            SEGMENT_LENGTH,
            REGIME,
            PRECISION,
            SHUFFLE,
            NUM_WORKERS,
            CHECKPOINT_INTERVAL,
            CHECKPOINT_ROUNDS,
            VALIDATION_INTERVAL,
            PATIENCE,
            TOL,
            SEED));
  }

  /** How a gradient becomes a step. */
  public static SettingCatalog.Group optimization() {
    return new SettingCatalog.Group(
        "Optimization",
        List.of(
            OPTIMIZER,
            STEP_SIZE,
            SCHEDULE,
            SCHEDULE_EPOCHS,
            SCHEDULE_FACTOR,
            SCHEDULE_INTERVAL,
            WARMUP_EPOCHS,
            MINIMUM_FACTOR,
            SCHEDULE_PATIENCE,
            REG_PARAM,
            L2_PENALTY,
            MOMENTUM,
            DECAY,
            BETA1,
            BETA2,
            EPSILON,
            CLIP_VALUE,
            CLIP_NORM));
  }

  /** What the training loop is given. */
  public static TrainingOptions options(Settings settings, int numWorkers) {
    try {
      return build(settings, numWorkers);
    } catch (IllegalArgumentException e) { // settings that do not go together
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private static TrainingOptions build(Settings settings, int numWorkers) {
    return new TrainingOptions(
        settings.get(MAX_ITER),
        settings.get(BATCH_SIZE),
        settings.get(SEGMENT_LENGTH),
        optimizer(settings),
        schedule(settings),
        settings.get(SCHEDULE_EPOCHS),
        new GradientClipping(settings.get(CLIP_VALUE), settings.get(CLIP_NORM)),
        AveragingSettings.spec(settings, numWorkers),
        numWorkers,
        settings.get(SEED),
        settings.get(SHUFFLE),
        settings.get(MAX_ROUNDS),
        settings.get(VALIDATION_INTERVAL),
        new EarlyStoppingSpec(settings.get(PATIENCE), settings.get(TOL)),
        settings.get(CHECKPOINT_INTERVAL),
        settings.get(CHECKPOINT_ROUNDS),
        settings.constant(REGIME, Regime.class),
        settings.constant(PRECISION, Precision.class),
        DivergenceSettings.spec(settings));
  }

  private static OptimizerSpec optimizer(Settings settings) {
    OptimizerSpec usual = OptimizerSpec.of(settings.constant(OPTIMIZER, OptimizerKind.class));
    return new OptimizerSpec(
        usual.kind(),
        or(settings.find(MOMENTUM), usual.momentum()),
        or(settings.find(DECAY), usual.decay()),
        or(settings.find(BETA1), usual.beta1()),
        or(settings.find(BETA2), usual.beta2()),
        or(settings.find(EPSILON), usual.epsilon()),
        settings.get(REG_PARAM),
        settings.get(L2_PENALTY));
  }

  private static ScheduleSpec schedule(Settings settings) {
    return new ScheduleSpec(
        settings.constant(SCHEDULE, ScheduleKind.class),
        settings.get(STEP_SIZE),
        settings.get(SCHEDULE_FACTOR),
        settings.get(SCHEDULE_INTERVAL),
        settings.get(WARMUP_EPOCHS),
        settings.get(MINIMUM_FACTOR),
        settings.get(SCHEDULE_PATIENCE));
  }

  private static double or(@Nullable Double set, double usual) {
    return set == null ? usual : set;
  }
}
