package org.keepgate.spark.job;

import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.keepgate.spark.dataset.TaskFailure;

/**
 * Ends jobs that no executor works on: where a cluster has no room, or its last executor has gone
 * and none takes its place, Spark itself would wait for ever.
 */
final class ExecutorWatch implements AutoCloseable {

  /** Spark's setting of how long jobs may wait for an executor; 0 = for ever. */
  static final String TIMEOUT = "spark.keepgate.executorTimeout";

  private static final String DEFAULT = "10min"; // longer than machines of a cloud take to start
  private static final long SECOND = 1000;

  private final SparkContext spark;
  private final long allowed;
  private final Thread thread;
  private long waitingSince = -1;
  private boolean hadExecutors;

  private ExecutorWatch(SparkContext spark, long allowedMillis) {
    this.spark = spark;
    this.allowed = allowedMillis;
    thread = new Thread(this::watch, "keepgate executor watch");
    thread.setDaemon(true);
  }

  /** Watches from here on; in local mode, where the driver itself is the executor, nothing. */
  static ExecutorWatch over(SparkContext spark) {
    ExecutorWatch watch =
        new ExecutorWatch(spark, 1000 * spark.conf().getTimeAsSeconds(TIMEOUT, DEFAULT));
    if (!spark.isLocal() && watch.allowed > 0) {
      watch.thread.start();
    }
    return watch;
  }

  private void watch() {
    try {
      while (!spark.isStopped()) {
        Thread.sleep(Math.min(SECOND, allowed));
        look(System.nanoTime() / 1_000_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void look(long now) {
    int[] jobs = spark.statusTracker().getActiveJobIds();
    boolean executors = spark.getExecutorMemoryStatus().size() > 1; // one is the driver
    hadExecutors |= executors;
    if (jobs.length == 0 || executors) {
      waitingSince = -1;
    } else if (waitingSince < 0) {
      waitingSince = now;
    } else if (now - waitingSince >= allowed) {
      String reason = TaskFailure.cancellation(sentence());
      Arrays.stream(jobs).forEach(job -> spark.cancelJob(job, reason));
    }
  }

  /** What was asked for, of whom, and what to do. */
  private String sentence() {
    SparkConf conf = spark.conf();
    return (hadExecutors ? "the last executor has gone and no other came" : "no executor came")
        + " within "
        + allowed / SECOND
        + " s from "
        + spark.master()
        + ", which was asked for executors of "
        + conf.get("spark.executor.memory", "1g")
        + " and "
        + (conf.contains("spark.executor.cores")
            ? conf.get("spark.executor.cores") + " cores"
            : "as many cores as there are")
        + ": see on its web page whether it has workers of this size that are free and run Spark "
        + spark.version()
        + ", lower spark.executor.memory or spark.executor.cores, or wait longer by "
        + TIMEOUT;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
