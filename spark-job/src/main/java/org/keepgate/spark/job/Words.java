package org.keepgate.spark.job;

import picocli.CommandLine.Model.CommandSpec;

/** The words that started a command, for reports: a shell takes them as they are. */
final class Words {
  private Words() {}

  static String of(CommandSpec command) {
    StringBuilder words = new StringBuilder();
    for (String word : command.commandLine().getParseResult().originalArgs()) {
      words
          .append(' ')
          .append(word.matches("[\\w./:=,@%+*-]+") ? word : "'" + word.replace("'", "'\\''") + "'");
    }
    String name = command.name();
    return "keepgate " + name + words.toString().replaceFirst("^ " + name, "");
  }
}
