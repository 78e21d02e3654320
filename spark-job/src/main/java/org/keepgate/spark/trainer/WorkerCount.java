package org.keepgate.spark.trainer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.Count;

/**
 * How many logical workers there are when the user does not say: as many tasks as the configuration
 * lets run at once, never as many as happen to have started.
 *
 * @param value the number
 * @param reason where it comes from, for people to read
 */
public record WorkerCount(int value, String reason) {
  private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+|\\*)(?:\\s*,\\s*\\d+)?]");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*\\d+\\s*]");

  /**
   * The configured parallelism.
   *
   * @throws InputException when the configuration leaves it open; then numWorkers must be given
   */
  public static WorkerCount configured(SparkConf conf) {
    String master = conf.get("spark.master", "");
    Matcher local = LOCAL.matcher(master);
    Matcher localCluster = LOCAL_CLUSTER.matcher(master);
    if (master.equals("local")) {
      return new WorkerCount(1, "master local");
    } else if (local.matches()) {
      boolean all = local.group(1).equals("*");
      int cores =
          all ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(local.group(1));
      return tasks(conf, cores, "master " + master + (all ? " with " + cores + " cores" : ""));
    } else if (localCluster.matches()) {
      int executors = Integer.parseInt(localCluster.group(1));
      int cores = Integer.parseInt(localCluster.group(2));
      return tasks(conf, (long) executors * cores, "master " + master);
    }
    return onCluster(conf, master);
  }

  /** This count, or one worker for each sequence where there are fewer of them. */
  public WorkerCount atMost(long sequences) {
    return sequences >= value
        ? this
        : new WorkerCount(
            (int) sequences,
            sequences == 1
                ? "as there is only 1 sequence"
                : "one for each of " + Count.of(sequences, "sequence"));
  }

  private static WorkerCount onCluster(SparkConf conf, String master) {
    if (master.startsWith("spark://") && conf.contains("spark.cores.max")) {
      int cores = conf.getInt("spark.cores.max", 0);
      return tasks(conf, cores, "spark.cores.max = " + cores);
    }
    boolean dynamic = conf.getBoolean("spark.dynamicAllocation.enabled", false);
    String executorsKey =
        dynamic ? "spark.dynamicAllocation.maxExecutors" : "spark.executor.instances";
    boolean coresKnown = conf.contains("spark.executor.cores") || !master.startsWith("spark://");
    if (!conf.contains(executorsKey) || !coresKnown) {
      throw new InputException(
          "numWorkers is not set, and the configuration of master '"
              + master
              + "' does not say how many tasks may run at once; set numWorkers (it is part of the"
              + " result), or "
              + (master.startsWith("spark://")
                  ? "spark.cores.max"
                  : executorsKey + " and spark.executor.cores"));
    }
    int executors = conf.getInt(executorsKey, 1);
    int cores = conf.getInt("spark.executor.cores", 1); // the default of YARN and Kubernetes
    return tasks(
        conf,
        (long) executors * cores,
        executorsKey + " = " + executors + ", spark.executor.cores = " + cores);
  }

  private static WorkerCount tasks(SparkConf conf, long cores, String reason) {
    int cpus = conf.getInt("spark.task.cpus", 1);
    return new WorkerCount(
        (int) Math.max(1, Math.min(Integer.MAX_VALUE, cores / cpus)),
        cpus == 1 ? reason : reason + ", spark.task.cpus = " + cpus);
  }
}
