package org.keepgate.spark.job;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.training.DivergenceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: what {@code spark-submit} and the launcher start. */
@Command(
    name = "keepgate",
    description = "Trains recurrent networks on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Keepgate.Version.class,
    subcommands = {
      TrainCommand.class,
      PlanCommand.class,
      EvaluateCommand.class,
      InspectCommand.class,
      CompareCommand.class,
      PredictCommand.class,
      GenerateCommand.class
    })
public final class Keepgate implements Runnable {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  @CommandLine.Spec private CommandLine.Model.CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the command
  private Keepgate() {}

  /** Runs a command; the exit code is 0 only on success, 2 for wrong usage, else 1. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs a command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    System.setProperty("java.awt.headless", "true"); // the report's pictures need no display
    CommandLine line = new CommandLine(new Keepgate());
    line.setOut(out);
    line.setErr(err);
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler(Keepgate::misused);
    line.setExecutionExceptionHandler(Keepgate::failed);
    line.getSubcommands().values().forEach(Keepgate::addSettings);
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      err.println("keepgate: " + outOfMemory(e));
      return FAILED;
    }
  }

  private static String outOfMemory(Throwable e) {
    return "out of memory ("
        + e.getMessage()
        + "): lower hiddenSize, batchSize or segmentLength, or give more by --driver-memory";
  }

  /** Options of the settings that name columns; the list of all settings in the help of train. */
  private static void addSettings(CommandLine command) {
    CommandLine.Model.CommandSpec spec = command.getCommandSpec();
    if (spec.mixins().containsKey("settings")) {
      SettingOptions.addColumnOptions(spec);
    }
    if (spec.userObject() instanceof TrainCommand) {
      command.getHelpSectionMap().put("settings", help -> SettingsHelp.of(AllSettings.CATALOG));
      List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
      sections.add("settings");
      command.setHelpSectionKeys(sections);
    }
  }

  @Override
  public void run() {
    command.commandLine().usage(command.commandLine().getOut());
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("keepgate: " + Misuse.sentence(e));
    line.getErr()
        .println("'" + line.getCommandSpec().qualifiedName() + " --help' shows how it is used");
    line.getErr().flush();
    return MISUSED;
  }

  private static int failed(Exception e, CommandLine line, ParseResult arguments) {
    if (e instanceof InputException || e instanceof DivergenceException) {
      line.getErr().println("keepgate: " + e.getMessage());
    } else if (rootCause(e) instanceof OutOfMemoryError memory) {
      line.getErr().println("keepgate: " + outOfMemory(memory));
    } else {
      line.getErr().println("keepgate: failed unexpectedly: " + rootCause(e));
    }
    if (arguments.subcommand() != null && arguments.subcommand().hasMatchedOption("--verbose")) {
      e.printStackTrace(line.getErr());
    }
    line.getErr().flush();
    return FAILED;
  }

  static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The version of the jar that this class comes from. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Keepgate.class.getPackage().getImplementationVersion();
      return new String[] {"keepgate " + (version == null ? "(not packaged)" : version)};
    }
  }
}
