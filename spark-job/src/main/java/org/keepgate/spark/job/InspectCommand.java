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
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.JobDescription;
import org.keepgate.spark.dataset.SequencePartitioner;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.spark.report.HtmlReport;
import org.keepgate.spark.report.ReportContent;
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
        "Looks inside a model while it runs over an input: what its gates do, how far errors"
            + " reach back in time, what single units tell, and where the errors are; written as"
            + " one HTML file.",
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

  @Option(
      names = "--unit",
      paramLabel = "LAYER:UNIT",
      description = "unit to show, layers from 1 and units from 0; may be given several times")
  private List<String> units = List.of();

  @Option(
      names = "--training-input",
      paramLabel = "URI",
      description =
          "texts that a language model was trained on: n-gram models and words counted in them are"
              + " set beside it")
  private @Nullable String trainingInput;

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
      List<Integer> asked =
          units.stream().map(new UnitName(loaded.model().spec())::number).toList();
      requireText(loaded);
      JavaRDD<Sequence> sequences = sequences(loaded, source);
      Inspection inspection = inspect(loaded, sequences, spark.context().defaultParallelism());
      List<String> inputNames = inputNames(chosen, loaded.model().spec().format());
      CloseUp closeUp =
          CloseUp.at(
              loaded, sequences, training(spark, workload, loaded, chosen), inputNames, BATCH);
      Evaluation evaluation = Workload.evaluation(inspection.sums(), loaded.encoding());
      InspectionReport page =
          new InspectionReport(loaded, workload, chosen, inspection, evaluation);
      UnitSections unitSections = new UnitSections(loaded, closeUp, inputNames);
      ReportContent content = page.content(model, input, Words.of(command));
      unitSections.addTo(content, asked);
      new ErrorSections(loaded, closeUp, workload.outputNames(loaded.encoding(), chosen))
          .addTo(content);
      file.write(HtmlReport.render(content));
      page.sentences().forEach(console::say);
      unitSections.sentences().forEach(console::say);
      console.say("report " + report);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("task", loaded.task().key());
      result.put("model", model);
      result.put("input", input);
      result.put("report", report);
      result.putAll(page.figures());
      result.put("units", unitSections.figures());
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

  private void requireText(LoadedModel loaded) {
    if (trainingInput != null && loaded.task() != Task.LANGUAGE_MODEL) {
      throw new InputException(
          "--training-input: expected a language model; found a model of task "
              + loaded.task().key()
              + ": leave the option out");
    }
  }

  private @Nullable JavaRDD<Sequence> training(
      SparkRun spark, Workload workload, LoadedModel loaded, Settings chosen) {
    return trainingInput == null
        ? null
        : workload.open(spark.session(), trainingInput, chosen, true).sequences(loaded.encoding());
  }

  private static JavaRDD<Sequence> sequences(LoadedModel loaded, SequenceSource source) {
    JavaRDD<Sequence> all = source.sequences(loaded.encoding());
    return loaded.task() == Task.LANGUAGE_MODEL
        ? all.flatMap(text -> pieces(text).iterator())
        : all;
  }

  /** The columns where they are named and as many as the network reads, else numbers. */
  private static List<String> inputNames(Settings settings, SequenceFormat format) {
    List<String> columns = settings.find(InputSettings.FEATURES);
    return columns != null && columns.size() == format.inputSize()
        ? columns
        : IntStream.range(0, format.inputSize()).mapToObj(k -> "input " + k).toList();
  }

  private Inspection inspect(LoadedModel loaded, JavaRDD<Sequence> sequences, int shares) {
    TrainedModel trained = loaded.model();
    JavaRDD<SequenceBlock> blocks =
        SequencePartitioner.dealAtMost(sequences, trained.spec().format(), shares);
    try {
      Inspection inspection =
          DistributedInspector.inspect(
              trained.spec(),
              trained.parameters(),
              blocks,
              maxLag(sequences),
              Math.max(BATCH, trained.record().options().batchSize()));
      inspection.flow().requireTargets();
      return inspection;
    } finally {
      blocks.unpersist();
    }
  }

  /**
   * The lag asked for, or the usual one unless no sequence is so long.
   *
   * @throws InputException when no sequence has a step so far back: found out before memory is
   *     taken for it
   */
  private int maxLag(JavaRDD<Sequence> sequences) {
    int longest =
        JobDescription.during(
            sequences.context(),
            "inspection: measure the sequences",
            () -> TaskFailure.unwrapped(() -> sequences.map(Sequence::length).fold(0, Math::max)));
    if (lag == null) {
      return Math.max(1, Math.min(USUAL_LAG, longest - 2));
    }
    if (lag >= longest && longest > 0) {
      throw new InputException(
          "--lag: no target has "
              + lag
              + " steps before it, the farthest has "
              + (longest - 1)
              + "; lower the lag, or give longer sequences");
    }
    return lag;
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
