package org.keepgate.spark.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.keepgate.sequence.InputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keepgate generate}: text from a language model. */
@Command(
    name = "generate",
    description = "Lets a language model go on with a text; the same seed gives the same text.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--model", required = true, paramLabel = "URI", description = "model directory")
  private String model;

  @Option(names = "--prime", paramLabel = "TEXT", description = "text to go on with")
  private String prime = "";

  @Option(names = "--length", paramLabel = "N", description = "most symbols to write")
  private int length = 500;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "1 = as probable as the model says; 0 = always the most probable")
  private double temperature = 0.7;

  @Option(names = "--seed", paramLabel = "S", description = "seed of the draws")
  private long seed = 1;

  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  GenerateCommand() {}

  @Override
  public Integer call() {
    requireBounds();
    Console console = common.console();
    try (SparkRun spark = SparkRun.open("generate", common.verbose())) {
      LoadedModel loaded = LoadedModel.read(model, spark.hadoop());
      TextGenerator generator = new TextGenerator(loaded.model(), model);
      noteUnknown(generator, loaded, console);
      String text = generator.generate(prime, length, temperature, seed);
      console.say(prime + text);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", model);
      result.put("prime", prime);
      result.put("text", text);
      result.put("temperature", temperature);
      result.put("seed", seed);
      console.result(result);
    }
    return CommandLine.ExitCode.OK;
  }

  private void requireBounds() {
    if (length < 1) {
      throw new ParameterException(
          command.commandLine(), "--length: expected at least 1; found " + length);
    }
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new ParameterException(
          command.commandLine(), "--temperature: expected at least 0; found " + temperature);
    }
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
}
