package org.keepgate.spark.job;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.cell.Cells;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.spark.report.HtmlReport;
import org.keepgate.spark.report.ReportContent;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keepgate compare}: several cells on the same data, seeds and budget. */
@Command(
    name = "compare",
    description =
        "Trains several cells on the same data, with the same seeds and settings, and says which"
            + " differ from the first; written as one HTML file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--task", required = true, paramLabel = "TASK", description = "as of train")
  private String task;

  @Option(names = "--input", required = true, paramLabel = "URI", description = "as of train")
  private String input;

  @Option(
      names = "--valid",
      paramLabel = "URI",
      description = "input to judge by; otherwise a part of the input is held out")
  private @Nullable String valid;

  @Option(
      names = "--cells",
      required = true,
      split = ",",
      paramLabel = "NAME",
      description = "cells to compare, the baseline first: lstm,gru,rnn,no-forget-gate …")
  private List<String> cells;

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description = "a training of each cell for every seed; 1,2,3 unless given")
  private List<Long> seeds = List.of(1L, 2L, 3L);

  @Option(
      names = "--match-parameters",
      description =
          "give every cell the hiddenSize that comes nearest to the first one's parameters")
  private boolean matchParameters;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "trainings at a time; default: as many as the cluster has cores for their workers")
  private @Nullable Integer parallel;

  @Option(
      names = "--report",
      required = true,
      paramLabel = "FILE.html",
      description = "file to write")
  private String report;

  @Option(names = "--overwrite", description = "replace a report that is there")
  private boolean overwrite;

  @Option(names = "--no-floors", description = "do not compare with methods without a network")
  private boolean withoutFloors;

  @Mixin private SettingOptions settings;
  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  CompareCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Settings chosen = requirePossible();
    Console console = common.console();
    try (SparkRun spark = SparkRun.open("compare", common.verbose())) {
      OutputFile file = OutputFile.ofPage(report, input, overwrite, spark.hadoop());
      Workload workload = Workload.of(chosen);
      TrainingData data = workload.read(spark.session(), input, valid, chosen);
      JavaRDD<SequenceBlock> heldOut = data.heldOutBlocks();
      if (heldOut == null) {
        throw new InputException(
            "nothing is held out to judge by: raise validationFraction or testFraction, or give"
                + " --valid");
      }
      ComparisonRun run = new ComparisonRun(data, heldOut, workload, seeds);
      List<Variant> variants = run.variants(chosen, cells, matchParameters);
      int cores = spark.context().defaultParallelism();
      int usual = Math.max(1, cores / data.workers().value());
      List<Trial> trials = run.trials(variants, parallel == null ? usual : parallel, console);
      Comparison comparison =
          new Comparison(
              variants, trials, workload.measure(data.encoding()), workload.lowerIsBetter());
      if (Double.isNaN(comparison.best())) {
        throw new InputException("every training failed; the first: " + trials.get(0).failure());
      }
      ReportContent content =
          comparison
              .content("Keepgate: cells on " + chosen.task().key(), Words.of(command))
              .options(chosen.all())
              .provenance(Map.of("input", input));
      console.say("");
      console.say(comparison.text());
      addFloors(content, data, chosen, workload, comparison, console);
      file.write(HtmlReport.render(content));
      console.say("report " + report);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("task", chosen.task().key());
      result.put("input", input);
      result.put("report", report);
      result.putAll(comparison.figures());
      console.result(result);
    }
    return CommandLine.ExitCode.OK;
  }

  /** Before a session is started. */
  private Settings requirePossible() {
    try {
      Settings chosen = settings.applyTo(Settings.defaults(AllSettings.CATALOG, Task.of(task)));
      OutputFile.requirePage(report);
      for (String cell : cells) {
        if (!Cells.names().contains(cell)) {
          throw new InputException(
              "--cells: expected some of "
                  + String.join(", ", Cells.names())
                  + "; found '"
                  + cell
                  + "'");
        }
        new TrainingRequest(chosen.with(NetworkSettings.CELL.name(), cell), valid != null)
            .requirePossible();
      }
      if (new LinkedHashSet<>(cells).size() < Math.max(2, cells.size())) {
        throw new InputException(
            "--cells: expected at least two, each once; found " + String.join(",", cells));
      }
      if (new LinkedHashSet<>(seeds).size() < seeds.size()) {
        throw new InputException("--seeds: expected each once; found " + seeds);
      }
      if (parallel != null && parallel < 1) {
        throw new InputException("--parallel: expected at least 1; found " + parallel);
      }
      return chosen;
    } catch (InputException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void addFloors(
      ReportContent content,
      TrainingData data,
      Settings chosen,
      Workload workload,
      Comparison comparison,
      Console console) {
    List<Floor> floors = withoutFloors ? List.of() : workload.floors(data, chosen, console);
    if (!floors.isEmpty()) {
      FloorComparison beside =
          new FloorComparison(
              workload.measure(data.encoding()) + ", of the best training",
              workload.lowerIsBetter(),
              comparison.best(),
              floors);
      content.floors(beside);
      console.say("");
      console.say(TrainingSummary.table(beside));
    }
  }
}
