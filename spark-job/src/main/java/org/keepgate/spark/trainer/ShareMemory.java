package org.keepgate.spark.trainer;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.RDDBlockId;

/**
 * How much of a worker's share a task may hold. What Spark has in its memory anyway costs nothing
 * more; of all else the tasks of an executor together a quarter of its heap.
 */
final class ShareMemory {

  /** Spark's setting of the bytes of a share that a task holds where Spark's memory does not. */
  static final String SETTING = "spark.keepgate.shareMemory";

  private ShareMemory() {}

  /**
   * Bytes, for a task of this executor.
   *
   * @param rdd number of the shares' RDD
   * @param partition of the share
   */
  static long ofTask(int rdd, int partition) {
    SparkEnv spark = SparkEnv.get();
    if (spark.blockManager().memoryStore().contains(new RDDBlockId(rdd, partition))) {
      return Long.MAX_VALUE;
    }
    SparkConf conf = spark.conf();
    return conf.contains(SETTING)
        ? conf.getSizeAsBytes(SETTING)
        : Runtime.getRuntime().maxMemory() / 4 / tasksAtOnce(conf);
  }

  private static int tasksAtOnce(SparkConf conf) {
    int cores =
        conf.get("spark.master", "").startsWith("local[")
            ? WorkerCount.configured(conf).value()
            : conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
    return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
  }
}
