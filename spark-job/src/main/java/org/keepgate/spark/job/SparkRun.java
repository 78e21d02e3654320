package org.keepgate.spark.job;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.keepgate.sequence.InputException;

/** The Spark session of a command: started for it and stopped with it, or the one that is there. */
final class SparkRun implements AutoCloseable {
  private final SparkSession session;
  private final boolean own;
  private final ExecutorWatch watch;

  private SparkRun(SparkSession session, boolean own) {
    this.session = session;
    this.own = own;
    this.watch = ExecutorWatch.over(session.sparkContext());
  }

  /**
   * Starts a session, on this machine where nothing else is configured.
   *
   * @param verbose whether Spark may say all that it says of a bad input
   */
  static SparkRun open(String name, boolean verbose) {
    SparkVersion.requireUsable();
    boolean own = SparkSession.getDefaultSession().isEmpty();
    SparkSession.Builder builder = SparkSession.builder();
    if (own) {
      builder.appName("keepgate " + name);
      if (!new SparkConf().contains("spark.master")) {
        builder.master("local[*]");
      }
    }
    SparkRun run = new SparkRun(started(builder), own);
    if (own) { // a session that is there belongs to someone, who may have said what it does
      run.session.sparkContext().setJobDescription("Keepgate " + name);
    }
    if (!verbose) {
      InputFailureFilter.install();
    }
    return run;
  }

  private static SparkSession started(SparkSession.Builder builder) {
    try {
      return builder.getOrCreate();
    } catch (Exception e) { // undeclared ones too; a context that has given up says it was stopped
      String reason = String.valueOf(Keepgate.rootCause(e).getMessage());
      throw new InputException(
          "Spark did not start on master "
              + new SparkConf().get("spark.master", "local[*]")
              + " ("
              + reason.lines().findFirst().orElse("no reason given").strip()
              + "): see whether there is such a master, whether it can be reached from here, and"
              + " what its log and the lines above say",
          e);
    }
  }

  SparkSession session() {
    return session;
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  Configuration hadoop() {
    return session.sparkContext().hadoopConfiguration();
  }

  @Override
  public void close() {
    watch.close();
    if (own) {
      session.stop();
    }
  }
}
