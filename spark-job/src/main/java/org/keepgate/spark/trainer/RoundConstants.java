package org.keepgate.spark.trainer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.keepgate.math.RandomStream;
import org.keepgate.spark.dataset.JobDescription;

/**
 * What a round costs besides training, of Spark and of this machine: measured by rounds in which
 * nothing is trained.
 *
 * @param fixed seconds of a round: its job, its broadcast
 * @param perWorker seconds for each worker: its task
 * @param perByte seconds for each byte that is written, read and added up, without the network
 */
public record RoundConstants(double fixed, double perWorker, double perByte) {
  private static final int MANY = 8; // workers
  private static final int WARM_UP = 20;
  private static final int REPETITIONS = 9;
  private static final int FEWEST = 1 << 18; // floats: below, nothing of them is to be seen
  private static final int MOST = 1 << 22;

  /** Constants of this machine, by rounds with so many floats, or with some that can be seen. */
  public static RoundConstants measure(JavaSparkContext spark, long floats) {
    int large = (int) Math.max(FEWEST, Math.min(MOST, floats));
    for (int round = 0; round < WARM_UP; round++) {
      seconds(spark, 1, large / MANY);
    }
    double one = median(spark, 1, 1);
    double many = median(spark, MANY, 1);
    double heavy = median(spark, 1, large);
    return of(one, many, heavy, large);
  }

  /** From the seconds of rounds with 1 and 8 workers and nothing to send, and with many floats. */
  static RoundConstants of(double one, double many, double heavy, int floats) {
    double perWorker = Math.max(0, (many - one) / (MANY - 1));
    double bothWays = 2.0 * Float.BYTES * floats;
    return new RoundConstants(
        Math.max(0, one - perWorker), perWorker, Math.max(0, (heavy - one) / bothWays));
  }

  private static double median(JavaSparkContext spark, int workers, int floats) {
    double[] seconds = new double[REPETITIONS];
    Arrays.setAll(seconds, repetition -> seconds(spark, workers, floats));
    Arrays.sort(seconds);
    return seconds[REPETITIONS / 2];
  }

  /** A round as the trainer runs it: the array goes to every worker, comes back and is added up. */
  private static double seconds(JavaSparkContext spark, int workers, int floats) {
    double[] sum = new double[floats];
    float[] parameters = new float[floats];
    RandomStream random = new RandomStream(1); // zeros would be compressed to nothing
    for (int j = 0; j < floats; j++) {
      parameters[j] = (float) random.nextDouble();
    }
    List<Integer> shares = IntStream.range(0, workers).boxed().toList();
    JavaRDD<Integer> tasks = spark.parallelize(shares, workers);
    long began = System.nanoTime();
    Broadcast<float[]> global = spark.broadcast(parameters);
    try {
      JobDescription.during(
          spark.sc(),
          "plan: measure a round of " + floats + " floats",
          () ->
              InWorkerOrder.forEach(
                  tasks.map(worker -> global.value().clone()), result -> add(result, sum)));
    } finally {
      global.destroy();
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private static void add(float[] result, double[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += result[j];
    }
  }
}
