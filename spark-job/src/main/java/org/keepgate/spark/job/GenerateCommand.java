package org.keepgate.spark.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.ml.TextGenerator;
import org.keepgate.spark.report.PenPicture;
import org.keepgate.training.setting.Task;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keepgate generate}: text from a language model, values or moves from densities. */
@Command(
    name = "generate",
    description =
        "Lets a language model go on with a text, a density model with a series, and a handwriting"
            + " model move a pen; the same seed gives the same.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class GenerateCommand implements Callable<Integer> {

  /** An option that only models of some tasks understand. */
  private record Own(String option, List<Task> tasks) {}

  private static final List<Task> DENSITIES = List.of(Task.DENSITY, Task.HANDWRITING);
  private static final List<Task> TASKS =
      List.of(Task.LANGUAGE_MODEL, Task.DENSITY, Task.HANDWRITING);
  private static final List<Own> OWN =
      List.of(
          new Own("--prime", List.of(Task.LANGUAGE_MODEL)),
          new Own("--temperature", List.of(Task.LANGUAGE_MODEL)),
          new Own("--input", List.of(Task.DENSITY)),
          new Own("--bias", DENSITIES),
          new Own("--output", DENSITIES),
          new Own("--picture", List.of(Task.HANDWRITING)),
          new Own("--overwrite", DENSITIES));

  private static final int MOST = 1_000_000; // symbols or rows, all in memory

  @Spec private CommandSpec command;

  @Option(names = "--model", required = true, paramLabel = "URI", description = "model directory")
  private String model;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "most symbols to write, or rows to draw")
  private int length = 500;

  @Option(names = "--seed", paramLabel = "S", description = "seed of the draws")
  private long seed = 1;

  @Option(names = "--prime", paramLabel = "TEXT", description = "text to go on with")
  private String prime = "";

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "of texts: 1 = as probable as the model says; 0 = always the most probable")
  private double temperature = 0.7;

  @Option(
      names = "--input",
      paramLabel = "URI",
      description = "of a density model: the series to go on with, like that of the training")
  private @Nullable String input;

  @Option(
      names = "--bias",
      paramLabel = "B",
      description = "of densities: 0 = as probable as the model says; above: the likelier, neater")
  private double bias;

  @Option(
      names = "--output",
      paramLabel = "URI",
      description =
          "of densities: file to write, .csv, .json, .jsonl or .parquet, in place of CSV on"
              + " standard output")
  private @Nullable String output;

  @Option(
      names = "--picture",
      paramLabel = "URI",
      description = "of handwriting: .svg to draw the strokes in, y downwards")
  private @Nullable String picture;

  @Option(names = "--overwrite", description = "replace files that are there")
  private boolean overwrite;

  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  GenerateCommand() {}

  @Override
  public Integer call() {
    requireBounds();
    Console console = common.console();
    try (SparkRun spark = SparkRun.open("generate", common.verbose())) {
      LoadedModel loaded = LoadedModel.read(model, spark.hadoop());
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", model);
      loaded.model().requireTask(keys(TASKS), model);
      requireOptions(loaded.task());
      if (DENSITIES.contains(loaded.task())) {
        draw(loaded, spark, console, result);
      } else {
        write(loaded, console, result);
      }
      result.put("seed", seed);
      console.result(result);
    }
    return CommandLine.ExitCode.OK;
  }

  private void requireBounds() {
    if (length < 1 || length > MOST) {
      throw misused("--length: expected 1 to " + MOST + "; found " + length);
    }
    requireNames();
    requireAmount("--temperature", temperature);
    requireAmount("--bias", bias);
  }

  /** A wrong suffix is found before a session is started. */
  private void requireNames() {
    if (output != null) {
      OutputFile.formatOfRows(output);
    }
    if (picture != null) {
      OutputFile.requirePicture(picture);
    }
  }

  private void requireAmount(String option, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw misused(option + ": expected at least 0; found " + value);
    }
  }

  private void requireOptions(Task task) {
    for (Own own : OWN) {
      boolean given = command.commandLine().getParseResult().hasMatchedOption(own.option);
      if (given && !own.tasks.contains(task)) {
        throw misused(
            own.option
                + ": belongs to "
                + String.join(", ", keys(own.tasks))
                + "; the model's task is "
                + task.key()
                + ": leave it out");
      }
    }
    if (task == Task.DENSITY && input == null) {
      throw misused("--input: expected the series that the model is to go on with");
    }
  }

  private static List<String> keys(List<Task> tasks) {
    return tasks.stream().map(Task::key).toList();
  }

  private ParameterException misused(String sentence) {
    return new ParameterException(command.commandLine(), sentence);
  }

  private void write(LoadedModel loaded, Console console, Map<String, Object> result) {
    TextGenerator generator = new TextGenerator(loaded.model(), model);
    noteUnknown(generator, loaded, console);
    String text = generator.generate(prime, length, temperature, seed);
    console.say(prime + text);
    result.put("prime", prime);
    result.put("text", text);
    result.put("temperature", temperature);
  }

  private void noteUnknown(TextGenerator generator, LoadedModel loaded, Console console) {
    Set<String> unknown = generator.unknown(prime);
    if (unknown.isEmpty()) {
      return;
    }
    String named = "'" + String.join("', '", unknown) + "'";
    if (loaded.model().vocabulary() == null || !loaded.model().vocabulary().hasUnknown()) {
      throw new InputException(
          "--prime: expected symbols of the training texts; found " + named + ": leave them out");
    }
    console.note("not in the training texts, read as the unknown symbol: " + named);
  }

  private void draw(
      LoadedModel loaded, SparkRun spark, Console console, Map<String, Object> result) {
    OutputFile file =
        output == null
            ? null
            : OutputFile.ofRows(output, input == null ? "" : input, overwrite, spark.hadoop());
    OutputFile drawing =
        picture == null ? null : OutputFile.ofPicture(picture, overwrite, spark.hadoop());
    GeneratedRows drawn = drawn(loaded, spark);
    result.put("bias", bias);
    if (file == null) {
      console.say(drawn.csv());
      result.put("columns", drawn.columns());
      result.put("rows", drawn.values());
    } else {
      file.write(drawn.table(spark.session()));
      console.say(Figures.count(drawn.rows().size()) + " rows in " + output);
      result.put("output", output);
    }
    if (drawing != null) {
      drawing.write(PenPicture.svg(drawn.rows()));
      result.put("picture", picture);
    }
  }

  private GeneratedRows drawn(LoadedModel loaded, SparkRun spark) {
    ValueGenerator generator = new ValueGenerator(loaded.model(), bias);
    List<String> columns =
        Workload.of(loaded.settings()).outputNames(loaded.encoding(), loaded.settings());
    if (loaded.task() == Task.HANDWRITING) {
      return new GeneratedRows(columns, generator.moves(length, seed));
    }
    float[] last = SeriesEnd.of(loaded, model, String.valueOf(input), spark.session());
    return new GeneratedRows(columns, generator.following(last, length, seed));
  }
}
