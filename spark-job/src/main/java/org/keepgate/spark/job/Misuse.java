package org.keepgate.spark.job;

import java.util.List;
import org.keepgate.training.setting.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What is wrong with the words of a command line, in a sentence. */
final class Misuse {

  private Misuse() {}

  /** The sentence; a word that is not known comes before options that are missing. */
  static String sentence(ParameterException e) {
    CommandLine line = e.getCommandLine();
    List<String> unknown = line.getUnmatchedArguments();
    if (unknown.isEmpty()) {
      return String.valueOf(e.getMessage());
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

  private static String unknownOption(String name, CommandLine line) {
    List<String> known =
        line.getCommandSpec().options().stream()
            .map(CommandLine.Model.OptionSpec::longestName)
            .toList();
    return "unknown option '" + name + "'; did you mean " + NearestName.of(name, known) + "?";
  }
}
