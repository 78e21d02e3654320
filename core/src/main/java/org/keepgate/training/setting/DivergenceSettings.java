package org.keepgate.training.setting;

import java.util.List;
import org.keepgate.sequence.Keyed;
import org.keepgate.training.DivergencePolicy;
import org.keepgate.training.DivergenceSpec;

/** The settings of what is done when training diverges. */
public final class DivergenceSettings {
  private static final DivergenceSpec DEFAULTS = DivergenceSpec.fail();
  private static final double NATS = 20; // e^-20: whoever gives that to the truth knows nothing

  public static final Setting<String> ON_DIVERGENCE =
      Setting.choice(
              "onDivergence",
              "fail, leave the minibatch out, or run the round again at half the rate from then on",
              Keyed.keys(DivergencePolicy.class))
          .or(DEFAULTS.policy().key());
  public static final Setting<Double> EXPLODING_LOSS =
      Setting.real(
              "explodingLoss",
              "times the usual loss (at least 1) above which a minibatch diverges; 0 = only NaN and"
                  + " infinity",
              "above 1, or 0",
              value -> value > 1 || value == 0)
          .by(Task.LANGUAGE_MODEL, NATS)
          .by(Task.CLASSIFY, NATS)
          .by(Task.TAG, NATS)
          .by(Task.MULTILABEL, NATS)
          .or(DEFAULTS.explodingLoss());
  public static final Setting<Integer> MAX_SKIPPED_BATCHES =
      Setting.integer(
              "maxSkippedBatches",
              "minibatches of all workers that may be left out in an epoch before training fails",
              1)
          .or(DEFAULTS.maxSkippedBatches());
  public static final Setting<Integer> MAX_ROLLBACKS =
      Setting.integer("maxRollbacks", "rounds that may be run again before training fails", 1)
          .or(DEFAULTS.maxRollbacks());

  private DivergenceSettings() {}

  /** All of them, in order. */
  public static SettingCatalog.Group group() {
    return new SettingCatalog.Group(
        "Divergence", List.of(ON_DIVERGENCE, EXPLODING_LOSS, MAX_SKIPPED_BATCHES, MAX_ROLLBACKS));
  }

  static DivergenceSpec spec(Settings settings) {
    return new DivergenceSpec(
        settings.constant(ON_DIVERGENCE, DivergencePolicy.class),
        settings.get(EXPLODING_LOSS),
        settings.get(MAX_SKIPPED_BATCHES),
        settings.get(MAX_ROLLBACKS));
  }
}
