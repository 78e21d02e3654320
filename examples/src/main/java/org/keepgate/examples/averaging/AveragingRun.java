package org.keepgate.examples.averaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.training.DivergenceException;
import org.keepgate.training.EpochEntry;
import org.keepgate.training.LocalBackend;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingLoop;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.TrainingState;
import org.keepgate.training.setting.AveragingSettings;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.MemoryBlockSettings;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import org.keepgate.training.setting.TrainingSettings;

/**
 * One training of a comparison: what is set, and what became of it.
 *
 * @param words what is set beyond {@link #COMMON}, as {@code keepgate train --set} takes it
 */
record AveragingRun(String words) {

  /** What all have in common, unless a run says otherwise: about a minute on one core. */
  static final String COMMON =
      "pathFilter=*.scala validationFraction=0.1 hiddenSize=128 segmentLength=64 batchSize=32"
          + " maxIter=10 optimizer=adam stepSize=0.01 schedule=cosine minimumFactor=0.05"
          + " warmupEpochs=0.1 clipNorm=1";

  private static final SettingCatalog CATALOG =
      new SettingCatalog(
          InputSettings.group(),
          NetworkSettings.group(),
          HeadSettings.group(),
          MemoryBlockSettings.group(),
          TrainingSettings.course(),
          AveragingSettings.group(),
          TrainingSettings.optimization());

  /** The settings that all have in common, and those of the words. */
  Settings settings() {
    Settings settings = Settings.defaults(CATALOG, Task.LANGUAGE_MODEL);
    for (String assignment : (COMMON + " " + words).strip().split("\\s+", -1)) {
      settings = settings.withAssignment(assignment);
    }
    return settings;
  }

  int numWorkers() {
    Settings settings = settings();
    return settings.isSet(TrainingSettings.NUM_WORKERS)
        ? settings.get(TrainingSettings.NUM_WORKERS)
        : 1;
  }

  /**
   * Trains, on this thread.
   *
   * @return one line: the words, rounds, seconds, then the bits per character of the held-out files
   *     after each epoch, by tabulators; of a training that diverged none
   */
  String train(DealtTexts texts) {
    Settings settings = settings();
    int workers = numWorkers();
    NetworkSpec spec = NetworkSettings.spec(settings, texts.format());
    TrainingOptions options = TrainingSettings.options(settings, workers);
    long began = System.nanoTime();
    List<String> columns = new ArrayList<>(List.of(words));
    try (LocalBackend backend =
        new LocalBackend(
            spec, options, Gemm.chosen(), texts.training(workers), texts.validation(workers))) {
      TrainingResult result =
          new TrainingLoop(options)
              .run(
                  TrainingState.start(spec.initialParameters(options.seed()), options),
                  backend,
                  List.of(),
                  TrainingControls.none());
      columns.add(String.valueOf(result.history().rounds().size()));
      columns.add(String.format(Locale.ROOT, "%.0f", (System.nanoTime() - began) / 1e9));
      for (EpochEntry epoch : result.history().epochs()) {
        columns.add(String.format(Locale.ROOT, "%.4f", epoch.validation().get("bitsPerSymbol")));
      }
    } catch (DivergenceException e) {
      columns.add("diverged");
    }
    return String.join("\t", columns);
  }
}
