package org.keepgate.spark.job;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Inspection;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.dataset.JobDescription;
import org.keepgate.spark.dataset.SequencePartitioner;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.spark.report.HtmlReport;
import org.keepgate.spark.trainer.DistributedInspector;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keepgate inspect}: what goes on inside a model on an input, as a page with pictures. */
@Command(
    name = "inspect",
    description =
        "Looks inside a model while it runs over an input: what its gates do, and how far errors"
            + " reach back in time; written as one HTML file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class InspectCommand implements Callable<Integer> {
  private static final int USUAL_LAG = 100;

  /**
   * Longer texts are looked at in pieces of so many steps, side by side, each from a zero state.
   */
  private static final int PIECE = 2048;

  /** Sequences side by side at least: the more, the faster. */
  private static final int BATCH = 32;

  @Spec private CommandSpec command;

  @Option(names = "--model", required = true, paramLabel = "URI", description = "model directory")
  private String model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "URI",
      description = "input like the one that the model was trained on, with targets")
  private String input;

  @Option(
      names = "--report",
      required = true,
      paramLabel = "FILE.html",
      description = "file to write")
  private String report;

  @Option(
      names = "--lag",
      paramLabel = "N",
      description =
          "time steps that errors are followed back; default: 100, or as many as the longest"
              + " sequence has")
  private @Nullable Integer lag;

  @Option(names = "--overwrite", description = "replace a report that is there")
  private boolean overwrite;

  @Mixin private SettingOptions settings;
  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  InspectCommand() {}

  @Override
  public Integer call() {
    Console console = common.console();
    requirePossible();
    try (SparkRun spark = SparkRun.open("inspect", common.verbose())) {
      OutputFile file = OutputFile.ofPage(report, input, overwrite, spark.hadoop());
      LoadedModel loaded = LoadedModel.read(model, spark.hadoop());
      Settings chosen = settings.applyTo(loaded.settings());
      Workload workload = Workload.of(chosen);
      SequenceSource source = workload.open(spark.session(), input, chosen, true);
      Inspection inspection = inspect(loaded, source, spark.context().defaultParallelism());
      Evaluation evaluation = Workload.evaluation(inspection.sums(), loaded.encoding());
      InspectionReport page =
          new InspectionReport(loaded, workload, chosen, inspection, evaluation);
      file.write(HtmlReport.render(page.content(model, input, Words.of(command))));
      page.sentences().forEach(console::say);
      console.say("report " + report);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("task", loaded.task().key());
      result.put("model", model);
      result.put("input", input);
      result.put("report", report);
      result.putAll(page.figures());
      console.result(result);
    }
    return CommandLine.ExitCode.OK;
  }

  /** Before anything is started. */
  private void requirePossible() {
    try {
      OutputFile.requirePage(report);
      if (lag != null && lag < 1) {
        throw new InputException("--lag: expected at least 1; found " + lag);
      }
    } catch (InputException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Inspection inspect(LoadedModel loaded, SequenceSource source, int shares) {
    TrainedModel trained = loaded.model();
    JavaRDD<Sequence> all = source.sequences(loaded.encoding());
    JavaRDD<Sequence> sequences =
        loaded.task() == Task.LANGUAGE_MODEL ? all.flatMap(text -> pieces(text).iterator()) : all;
    JavaRDD<SequenceBlock> blocks =
        SequencePartitioner.dealAtMost(sequences, trained.spec().format(), shares);
    try {
      Inspection inspection =
          DistributedInspector.inspect(
              trained.spec(),
              trained.parameters(),
              blocks,
              lag == null ? usualLag(sequences) : lag,
              Math.max(BATCH, trained.record().options().batchSize()));
      inspection.flow().requireTargets();
      return inspection;
    } finally {
      blocks.unpersist();
    }
  }

  /** The usual one, unless no sequence is so long. */
  private static int usualLag(JavaRDD<Sequence> sequences) {
    int longest =
        JobDescription.during(
            sequences.context(),
            "inspection: measure the sequences",
            () -> TaskFailure.unwrapped(() -> sequences.map(Sequence::length).fold(0, Math::max)));
    return Math.max(1, Math.min(USUAL_LAG, longest - 2));
  }

  /** A text in pieces that overlap by a symbol, so that every symbol is a target once. */
  private static List<Sequence> pieces(Sequence text) {
    int[] symbols = text.symbols();
    if (symbols == null || symbols.length <= PIECE + 1) {
      return List.of(text);
    }
    return IntStream.iterate(0, at -> at < symbols.length - 1, at -> at + PIECE)
        .mapToObj(
            at ->
                Sequence.ofSymbols(
                    text.key() + " from symbol " + at,
                    Arrays.copyOfRange(symbols, at, Math.min(symbols.length, at + PIECE + 1))))
        .toList();
  }
}
