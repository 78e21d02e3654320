package org.keepgate.training.setting;

import org.keepgate.head.HeadKind;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.OnlineNetwork;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.TargetKind;
import org.keepgate.training.Regime;

/**
 * Whether settings go together, whatever the data: the network and its training are specified
 * between the smallest inputs and outputs that the task may have.
 */
public final class SettingCombinations {
  private static final int FEWEST_CLASSES = 2;

  private SettingCombinations() {}

  /**
   * Refuses settings that no data could make possible.
   *
   * @throws InputException naming the settings
   */
  public static void require(Settings settings) {
    NetworkSpec spec = NetworkSettings.spec(settings, smallest(settings));
    boolean online = settings.get(TrainingSettings.REGIME).equals(Regime.ONLINE.key());
    if (online) {
      requireOnlineTargets(settings);
    }
    try {
      if (online) { // the cell, before a batchSize that is of the regime alone
        OnlineNetwork.requireFits(spec);
      }
      TrainingSettings.options(settings, 1).requireFits(spec);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Some tasks read symbols or features; an embedding is of symbols. */
  private static SequenceFormat smallest(Settings settings) {
    boolean symbols = settings.get(NetworkSettings.EMBEDDING_SIZE) > 0;
    return switch (settings.task()) {
      case LANGUAGE_MODEL -> SequenceFormat.languageModel(FEWEST_CLASSES);
      case CLASSIFY -> format(symbols, TargetKind.CLASS, Readout.LAST_STEP, FEWEST_CLASSES);
      case TAG -> format(symbols, TargetKind.CLASS, Readout.EVERY_STEP, FEWEST_CLASSES);
      case FORECAST, DENSITY -> SequenceFormat.forecaster(1, 1, Readout.LAST_STEP);
      case HANDWRITING -> SequenceFormat.forecaster(3, 3, Readout.EVERY_STEP);
      case REGRESS -> format(symbols, TargetKind.VALUES, Readout.LAST_STEP, 1);
      case MULTILABEL -> format(symbols, TargetKind.LABELS, Readout.LAST_STEP, 1);
      case TRANSCRIBE -> format(symbols, TargetKind.LABEL_SEQUENCE, Readout.EVERY_STEP, 1);
    };
  }

  private static SequenceFormat format(
      boolean symbols, TargetKind kind, Readout readout, int outputs) {
    return new SequenceFormat(symbols, 1, kind, readout, outputs);
  }

  private static void requireOnlineTargets(Settings settings) {
    HeadKind kind = HeadSettings.options(settings).kind();
    String found =
        switch (kind) {
          case SOFTMAX ->
              HeadSettings.weighsClasses(settings)
                  ? HeadSettings.CLASS_WEIGHTS.name()
                      + "="
                      + settings.get(HeadSettings.CLASS_WEIGHTS)
                  : "";
          case CLASS_FACTORED_SOFTMAX -> "softmax=" + settings.get(HeadSettings.SOFTMAX);
          case ABSOLUTE_ERROR, HUBER -> "loss=" + settings.get(HeadSettings.LOSS);
          case BERNOULLI, CTC, MIXTURE_DENSITY, HANDWRITING -> "the task " + settings.task();
          case SQUARED_ERROR, LOGISTIC_SQUARED_ERROR -> "";
        };
    if (!found.isEmpty()) {
      throw new InputException(
          "regime=online: expected classes or symbols by the full softmax, unweighted, or values"
              + " by squared errors; found "
              + found
              + ": set regime to "
              + Regime.BPTT.key());
    }
  }
}
