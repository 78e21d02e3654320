package org.keepgate.spark.job;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keepgate train}: from an input to a model directory. */
@Command(
    name = "train",
    description = "Trains a network on texts, labelled sequences or series.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "TASK",
      description =
          "language-model, classify, tag, forecast, regress, multilabel, transcribe, density or"
              + " handwriting")
  private String task;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "URI",
      description =
          "texts: a file or a directory tree; else CSV, JSON lines or Parquet, a file or a"
              + " directory")
  private String input;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "URI",
      description =
          "directory to write the model and its report to; states to resume from are kept beside"
              + " it until training is complete")
  private String model;

  @Option(
      names = "--checkpoint",
      paramLabel = "URI",
      description =
          "directory for the states to resume from, of one training at a time, on any file system"
              + " (default: MODEL.checkpoints)")
  private @Nullable String checkpoint;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "N",
      description = "how many of the newest states stay, besides that of the best validation (2)")
  private int keepCheckpoints = 2;

  @Option(
      names = "--valid",
      paramLabel = "URI",
      description = "input for validation; otherwise a part of the input is held out")
  private @Nullable String valid;

  @Option(names = "--resume", description = "go on with a training that was not completed")
  private boolean resume;

  @Option(
      names = "--time-limit",
      paramLabel = "MINUTES",
      description = "stop after the round in which so much time is over")
  private double timeLimit;

  @Option(
      names = "--history",
      paramLabel = "FILE.jsonl",
      description = "write a JSON object a round and line while it trains")
  private @Nullable String history;

  @Option(
      names = "--tensorboard",
      paramLabel = "URI",
      description =
          "directory for an event file that TensorBoard shows while it trains: losses, rates,"
              + " histograms of parameters")
  private @Nullable String tensorBoard;

  @Option(names = "--overwrite", description = "replace a model that is there")
  private boolean overwrite;

  @Option(names = "--no-floors", description = "do not compare with methods without a network")
  private boolean withoutFloors;

  @Mixin private SettingOptions settings;
  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  TrainCommand() {}

  @Override
  public Integer call() {
    Settings chosen = settings.applyTo(Settings.defaults(AllSettings.CATALOG, task()));
    TrainingRequest request = new TrainingRequest(chosen, valid != null);
    requirePossible(request);
    Console console = common.console();
    request.effectless().forEach(console::note);
    try (SparkRun spark = SparkRun.open("train", common.verbose())) {
      ModelPlace.Request wanted =
          new ModelPlace.Request(model, checkpoint, keepCheckpoints, resume, overwrite);
      String application = spark.session().sparkContext().applicationId();
      try (ModelPlace place = new ModelPlace(wanted, spark.hadoop(), application, console::note)) {
        place.requireFree();
        try (TrainingLogs logs =
            TrainingLogs.open(history, tensorBoard, resume, overwrite, spark.hadoop(), console)) {
          new TrainingJob(spark.session(), console, place, chosen, logs)
              .run(input, valid, resume, timeLimit, !withoutFloors, Words.of(command));
        }
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private Task task() {
    if (!(timeLimit >= 0)) {
      throw misused("--time-limit: expected minutes of at least 0; found " + timeLimit, null);
    }
    if (keepCheckpoints < 1) {
      throw misused("--keep-checkpoints: expected at least 1; found " + keepCheckpoints, null);
    }
    try {
      return Task.of(task);
    } catch (InputException e) {
      throw misused("--" + e.getMessage(), e);
    }
  }

  /** Refused like any wrong setting: before a session is started or data are read. */
  private void requirePossible(TrainingRequest request) {
    try {
      request.requirePossible();
    } catch (InputException e) {
      throw misused(String.valueOf(e.getMessage()), e);
    }
  }

  private ParameterException misused(String sentence, @Nullable Exception cause) {
    return new ParameterException(command.commandLine(), sentence, cause);
  }
}
