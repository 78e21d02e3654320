package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.cell.Cells;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.spark.report.HtmlReport;
import org.keepgate.spark.report.ReportContent;
import org.keepgate.spark.trainer.ClassWeights;
import org.keepgate.spark.trainer.DistributedEvaluator;
import org.keepgate.spark.trainer.DistributedTrainer;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.DivergenceException;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import org.keepgate.training.setting.TrainingSettings;
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
      List<Variant> variants = variants(chosen, data);
      List<Trial> trials =
          trials(variants, data, heldOut, workload, console, spark.context().defaultParallelism());
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

  private List<Variant> variants(Settings chosen, TrainingData data) {
    List<Variant> variants = new ArrayList<>();
    for (String cell : cells) {
      Variant variant = variant(chosen.with(NetworkSettings.CELL.name(), cell), data);
      variants.add(
          matchParameters && !variants.isEmpty()
              ? matched(variant, variants.get(0).parameters(), data)
              : variant);
    }
    return variants;
  }

  private static Variant variant(Settings settings, TrainingData data) {
    SequenceFormat format = data.encoding().format();
    NetworkSpec spec =
        ClassWeights.weighted(NetworkSettings.spec(settings, format), settings, data);
    TrainingRequest.requireFits(TrainingSettings.options(settings, data.workers().value()), spec);
    return new Variant(spec.cell().name(), settings, spec);
  }

  /** The hidden size whose parameters are nearest: they grow with it. */
  private static Variant matched(Variant variant, long parameters, TrainingData data) {
    int block = variant.spec().cell().memoryBlocks().cellsPerBlock();
    int below = 1; // in blocks
    int above = 1;
    while (sized(variant, above * block, data).parameters() < parameters) {
      below = above;
      above *= 2;
    }
    while (above - below > 1) {
      int middle = (above + below) / 2;
      if (sized(variant, middle * block, data).parameters() < parameters) {
        below = middle;
      } else {
        above = middle;
      }
    }
    Variant smaller = sized(variant, below * block, data);
    Variant larger = sized(variant, above * block, data);
    return parameters - smaller.parameters() < larger.parameters() - parameters ? smaller : larger;
  }

  private static Variant sized(Variant variant, int hiddenSize, TrainingData data) {
    return variant(
        variant.settings().with(NetworkSettings.HIDDEN_SIZE.name(), String.valueOf(hiddenSize)),
        data);
  }

  private List<Trial> trials(
      List<Variant> variants,
      TrainingData data,
      JavaRDD<SequenceBlock> heldOut,
      Workload workload,
      Console console,
      int cores)
      throws InterruptedException {
    int all = variants.size() * seeds.size();
    int usual = Math.max(1, cores / data.workers().value());
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(all, parallel == null ? usual : parallel));
    try {
      ExecutorCompletionService<Trial> running = new ExecutorCompletionService<>(threads);
      for (Variant variant : variants) {
        for (long seed : seeds) {
          running.submit(() -> trial(variant, seed, data, heldOut, workload));
        }
      }
      List<Trial> trials = new ArrayList<>();
      while (trials.size() < all) {
        Trial trial = running.take().get();
        trials.add(trial);
        console.say(said(trial, trials.size(), all, workload.measure(data.encoding())));
      }
      return trials;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static String said(Trial trial, int number, int all, String measure) {
    return number
        + " of "
        + all
        + "  "
        + trial.variant().cell()
        + ", seed "
        + trial.seed()
        + ": "
        + (trial.succeeded()
            ? Figures.measure(trial.figure())
                + " "
                + measure
                + " after "
                + trial.epochs()
                + " epochs, "
                + Figures.duration(trial.seconds())
                + " minutes"
            : "failed: " + trial.failure());
  }

  /** The same bits as a training of these settings with this seed. */
  private static Trial trial(
      Variant variant,
      long seed,
      TrainingData data,
      JavaRDD<SequenceBlock> heldOut,
      Workload workload) {
    TrainingOptions options =
        TrainingSettings.options(variant.settings(), data.workers().value()).withSeed(seed);
    long began = System.nanoTime();
    try {
      DistributedTrainer trainer =
          new DistributedTrainer(variant.spec(), options, data.training(), data.validation());
      TrainingControls controls = new TrainingControls(null, 0, data.encoding().targets());
      TrainingResult result = trainer.train(trainer.start(), List.of(), controls);
      double seconds = (System.nanoTime() - began) / 1e9;
      MetricSums sums =
          DistributedEvaluator.evaluate(
              variant.spec(),
              result.parameters(),
              heldOut,
              options.batchSize(),
              options.segmentLength());
      double figure = workload.figure(Workload.evaluation(sums, data.encoding()));
      return new Trial(variant, seed, figure, seconds, result.history().epochs().size(), null);
    } catch (DivergenceException e) {
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Trial(variant, seed, Double.NaN, seconds, 0, e.finding());
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
