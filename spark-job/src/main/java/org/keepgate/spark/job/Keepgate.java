package org.keepgate.spark.job;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line: what {@code spark-submit} and the launcher start. */
@Command(
    name = "keepgate",
    description = "Trains recurrent networks on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Keepgate.Version.class)
public final class Keepgate implements Runnable {

  private Keepgate() {}

  /** Runs a command; the exit code is 0 only on success. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Keepgate()).execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
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
