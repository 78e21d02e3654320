package org.keepgate.spark.job;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command understands. */
final class CommonOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec command;

  @Option(
      names = "--json",
      description =
          "the last line of standard output is one JSON object; all else goes to standard"
              + " error")
  private boolean json;

  @Option(names = "--verbose", description = "show where a failure came from")
  private boolean verbose;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  CommonOptions() {}

  /** Where the command speaks. */
  Console console() {
    CommandLine line = command.commandLine();
    return new Console(line.getOut(), line.getErr(), json, Terminal.isWatched());
  }

  /** Whether failures are shown with their stack. */
  boolean verbose() {
    return verbose;
  }
}
