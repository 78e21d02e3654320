package org.keepgate.spark.job;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a command: started for it and stopped with it, or the one that is there. */
final class SparkRun implements AutoCloseable {
  private final SparkSession session;
  private final boolean own;

  private SparkRun(SparkSession session, boolean own) {
    this.session = session;
    this.own = own;
  }

  /**
   * Starts a session, on this machine where nothing else is configured.
   *
   * @param verbose whether Spark may say all that it says of a bad input
   */
  static SparkRun open(String name, boolean verbose) {
    boolean own = SparkSession.getDefaultSession().isEmpty();
    SparkSession.Builder builder = SparkSession.builder();
    if (own) {
      builder.appName("keepgate " + name);
      if (!new SparkConf().contains("spark.master")) {
        builder.master("local[*]");
      }
    }
    SparkRun run = new SparkRun(builder.getOrCreate(), own);
    if (own) { // a session that is there belongs to someone, who may have said what it does
      run.session.sparkContext().setJobDescription("Keepgate " + name);
    }
    if (!verbose) {
      InputFailureFilter.install();
    }
    return run;
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
    if (own) {
      session.stop();
    }
  }
}
