package org.keepgate.spark.job;

import java.util.List;
import java.util.stream.Collectors;
import org.keepgate.training.setting.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;

/** What is wrong with the words of a command line, in a sentence. */
final class Misuse {

  private Misuse() {}

  /** The sentence; a word that is not known comes before options that are missing. */
  static String sentence(ParameterException e) {
    CommandLine line = e.getCommandLine();
    List<String> unknown = line.getUnmatchedArguments();
    if (unknown.isEmpty()) {
      return aboutValue(e);
    }
    String first = unknown.get(0);
    for (String word : unknown) {
      if (word.startsWith("-")) {
        return unknownOption(word.replaceFirst("=.*", ""), line);
      }
    }
    if (!line.getSubcommands().isEmpty()) {
      return "unknown command '"
          + first
          + "'; did you mean "
          + NearestName.of(first, line.getSubcommands().keySet())
          + "?";
    }
    return "unexpected word '" + first + "'; a value follows the name of its option";
  }

  private static String aboutValue(ParameterException e) {
    if (e instanceof MissingParameterException missing) {
      return aboutMissing(missing);
    }
    if (e instanceof OverwrittenOptionException twice
        && twice.getOverwritten() instanceof OptionSpec option) {
      return option.longestName() + ": expected once; found several times";
    }
    return e.getArgSpec() instanceof OptionSpec option && e.getValue() != null
        ? option.longestName()
            + ": expected "
            + kind(option.type(), e.getValue())
            + "; found '"
            + e.getValue()
            + "'"
        : String.valueOf(e.getMessage());
  }

  /** Options, or the value of one. */
  private static String aboutMissing(MissingParameterException e) {
    List<OptionSpec> options =
        e.getMissing().stream()
            .filter(OptionSpec.class::isInstance)
            .map(OptionSpec.class::cast)
            .toList();
    boolean value = String.valueOf(e.getMessage()).startsWith("Missing required parameter");
    return value && options.size() == 1
        ? options.get(0).longestName()
            + ": expected "
            + options.get(0).paramLabel()
            + "; found nothing"
        : "expected "
            + options.stream().map(OptionSpec::longestName).collect(Collectors.joining(", "))
            + "; found nothing of the kind";
  }

  private static String kind(Class<?> type, String found) {
    if (type == int.class || type == Integer.class || type == long.class) {
      String most = String.valueOf(type == long.class ? Long.MAX_VALUE : Integer.MAX_VALUE);
      return "a whole number" + (found.matches("\\d{10,}") ? " of at most " + most : "");
    }
    return type == double.class ? "a number" : "another value";
  }

  private static String unknownOption(String name, CommandLine line) {
    List<String> known =
        line.getCommandSpec().options().stream()
            .map(CommandLine.Model.OptionSpec::longestName)
            .toList();
    return "unknown option '" + name + "'; did you mean " + NearestName.of(name, known) + "?";
  }
}
