package org.keepgate.spark.trainer;

import java.util.Locale;
import org.apache.spark.SparkEnv;
import org.keepgate.sequence.InputException;

/**
 * Makes a sentence of the end of an executor's memory: whose, doing what, with which minibatch, and
 * the settings that help.
 *
 * <p>A task that says so itself costs that task only. Left to Spark, it would cost the executor,
 * with every share that it holds, and end as a number.
 */
final class MemoryShortage {

  private MemoryShortage() {}

  /**
   * The failure to throw instead of the error.
   *
   * @param work of the worker, and what it was doing
   * @param batch its largest minibatch; empty if that has nothing to do with it
   */
  static InputException of(String work, String batch, OutOfMemoryError error) {
    SparkEnv env = SparkEnv.get();
    boolean inDriver = env == null || env.executorId().equals("driver");
    return new InputException(
        work
            + " ran out of memory ("
            + error.getMessage()
            + "; the heap of "
            + (inDriver ? "this process" : "executor " + env.executorId())
            + " is "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB)"
            + batch
            + "; raise "
            + (inDriver ? "spark.driver.memory" : "spark.executor.memory")
            + ", or lower batchSize, segmentLength (0 = whole sequences), hiddenSize or the number"
            + " of workers that run at once ("
            + (inDriver ? "master local[n]" : "spark.executor.cores")
            + ")");
  }

  /** Of a minibatch, as {@link #of} wants it. */
  static String batch(int rows, long steps) {
    return String.format(
        Locale.ROOT, ", where a minibatch has up to %,d sequences and %,d steps", rows, steps);
  }
}
