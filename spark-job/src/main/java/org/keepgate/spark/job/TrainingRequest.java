package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.setting.EffectlessSettings;
import org.keepgate.training.setting.Setting;
import org.keepgate.training.setting.SettingCombinations;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import org.keepgate.training.setting.TrainingSettings;

/**
 * What is asked of a training, before any of it is begun.
 *
 * @param ownValidation whether the validation part is an input of its own
 */
record TrainingRequest(Settings settings, boolean ownValidation) {

  /**
   * Refuses settings that no data could make possible.
   *
   * @throws InputException naming the settings
   */
  void requirePossible() {
    SettingCombinations.require(settings);
    requireParts();
    if (settings.isSet(InputSettings.CALENDAR) && !settings.isSet(InputSettings.ORDER_BY)) {
      throw new InputException(
          "calendar: expected a column of dates; name it by --order-by, or leave calendar out");
    }
    List<String> targets = settings.find(InputSettings.TARGET);
    if (settings.task() == Task.DENSITY && targets != null && targets.size() > 1) {
      throw new InputException(
          "target: expected one column, whose density is learned; found "
              + String.join(", ", targets)
              + ": name one by --target");
    }
  }

  /**
   * Refuses options that do not go together with the network, and networks that are too large.
   *
   * @throws InputException naming the settings
   */
  static void requireFits(TrainingOptions options, NetworkSpec spec) {
    try {
      options.requireFits(spec);
      spec.layout(); // refuses more parameters than an array holds
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A sentence for each setting that nothing will look at. */
  List<String> effectless() {
    List<String> sentences = new ArrayList<>(EffectlessSettings.sentences(settings));
    if (asksFor(InputSettings.VALIDATION_FRACTION)) {
      if (ownValidation) {
        sentences.add(effectless(InputSettings.VALIDATION_FRACTION, "--valid"));
      } else if (settings.isSet(InputSettings.VALIDATION_STEPS)) {
        sentences.add(
            effectless(InputSettings.VALIDATION_FRACTION, InputSettings.VALIDATION_STEPS.name()));
      }
    }
    for (Setting<?> other : List.of(InputSettings.SPLIT_COLUMN, InputSettings.TEST_STEPS)) {
      if (asksFor(InputSettings.TEST_FRACTION) && settings.isSet(other)) {
        sentences.add(effectless(InputSettings.TEST_FRACTION, other.name()));
      }
    }
    return sentences;
  }

  private boolean asksFor(Setting<Double> fraction) {
    return settings.isSet(fraction) && settings.get(fraction) > 0;
  }

  private static String effectless(Setting<?> setting, String other) {
    return setting.name() + " has no effect beside " + other;
  }

  private void requireParts() {
    if (ownValidation || settings.isSet(InputSettings.SPLIT_COLUMN)) {
      return;
    }
    boolean byRows = settings.isSet(InputSettings.VALIDATION_STEPS);
    double validation = byRows ? 0 : settings.get(InputSettings.VALIDATION_FRACTION);
    double test =
        settings.isSet(InputSettings.TEST_STEPS) ? 0 : settings.get(InputSettings.TEST_FRACTION);
    if (validation + test >= 1) {
      throw new InputException(
          "validationFraction, testFraction: expected a sum below 1, so that something is left to"
              + " train on; found "
              + validation
              + " and "
              + test);
    }
    if (validation == 0 && !byRows) {
      requireNoValidation(settings);
    }
  }

  /**
   * Refuses what needs sequences held out for validation where there are none.
   *
   * @throws InputException naming the setting
   */
  static void requireNoValidation(Settings settings) {
    if (settings.get(TrainingSettings.PATIENCE) > 0) {
      throw new InputException(
          "patience: expected sequences held out for validation; there are none: raise"
              + " validationFraction, give --valid, or set patience=0");
    }
    if (settings.get(TrainingSettings.SCHEDULE).equals(ScheduleKind.PLATEAU.key())) {
      throw new InputException(
          "schedule=plateau: expected sequences held out for validation; there are none: raise"
              + " validationFraction, give --valid, or take another schedule");
    }
  }
}
