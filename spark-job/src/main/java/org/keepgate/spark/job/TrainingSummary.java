package org.keepgate.spark.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.training.EpochEntry;
import org.keepgate.training.RoundCosts;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.setting.Task;

/**
 * What a training came to: said to a person, and to a program.
 *
 * @param validation null where nothing was held out
 * @param test null where nothing was held out for it
 * @param floors beside the figure of the test, else of the validation
 * @param seconds of the training, validation and checkpoints included
 */
record TrainingSummary(
    Task task,
    Workload workload,
    TrainingResult result,
    @Nullable Evaluation validation,
    @Nullable Evaluation test,
    @Nullable FloorComparison floors,
    List<String> outputNames,
    int numWorkers,
    String model,
    double seconds) {

  /** The evaluation that the model is judged by; null where nothing was held out. */
  @Nullable Evaluation judged() {
    return test != null ? test : validation;
  }

  /** The figure of what was held out, or else of the last epoch's training; NaN if unknown. */
  double figure(Encoding encoding) {
    Evaluation held = judged();
    List<EpochEntry> epochs = result.history().epochs();
    if (held != null) {
      return workload.figure(held);
    }
    return epochs.isEmpty()
        ? Double.NaN
        : workload.measureOfLoss(epochs.get(epochs.size() - 1).trainLoss(), encoding);
  }

  /** The keys that programs read. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    List<EpochEntry> epochs = result.history().epochs();
    json.put("task", task.key());
    json.put("epochs", epochs.size());
    json.put("rounds", result.state().round());
    if (!epochs.isEmpty()) {
      json.put("trainLoss", epochs.get(epochs.size() - 1).trainLoss());
    }
    if (validation != null) {
      json.put("validLoss", validation.meanLoss());
      put(json, workload.metric(), workload.figure(validation));
    }
    if (test != null) {
      json.put("testLoss", test.meanLoss());
      put(json, workload.metric(), workload.figure(test));
    }
    json.put("tokensPerSecond", tokensPerSecond());
    json.put("model", model);
    json.put("seconds", seconds);
    json.put("numWorkers", numWorkers);
    json.put("stopReason", result.stopReason().name().toLowerCase(Locale.ROOT));
    json.put("skippedBatches", result.history().skippedBatches());
    json.put("rollbacks", result.history().rollbacks());
    if (numWorkers > 1) {
      json.put("roundCosts", RoundCosts.of(result.history().rounds(), numWorkers).json());
    }
    if (floors != null) {
      Map<String, Object> byName = new LinkedHashMap<>();
      floors.floors().forEach(floor -> put(byName, floor.name(), floor.value()));
      json.put("floors", byName);
    }
    return json;
  }

  /** What was done about what diverged; empty where nothing did. */
  String recovered() {
    int skipped = result.history().skippedBatches();
    int rollbacks = result.history().rollbacks();
    String leftOut =
        skipped == 0 ? "" : Count.of(skipped, "minibatch was", "minibatches were") + " left out. ";
    String again =
        rollbacks == 0
            ? ""
            : Count.of(rollbacks, "round was", "rounds were")
                + " given up and run again, the learning rate halved each time from then on.";
    return (leftOut + again).strip();
  }

  private static void put(Map<String, Object> json, String name, double value) {
    if (Double.isFinite(value)) { // JSON has no NaN
      json.put(name, value);
    }
  }

  private double tokensPerSecond() {
    long targets = result.history().rounds().stream().mapToLong(round -> round.targets()).sum();
    double all = result.history().rounds().stream().mapToDouble(round -> round.seconds()).sum();
    return all > 0 ? targets / all : 0;
  }

  /** The floors beside the model, the best last. */
  static String table(FloorComparison comparison) {
    StringBuilder text = new StringBuilder();
    text.append(String.format("%-42s %15s%n", "held out", comparison.measure()));
    for (Floor floor : comparison.floors()) {
      text.append(
          String.format(
              "  %-40s %15s   %s%n",
              floor.name(),
              Figures.measure(floor.value()),
              comparison.passes(floor) ? "passed" : "not passed"));
    }
    text.append(String.format("  %-40s %15s%n", "this model", Figures.measure(comparison.model())));
    return text + comparison.verdict();
  }
}
