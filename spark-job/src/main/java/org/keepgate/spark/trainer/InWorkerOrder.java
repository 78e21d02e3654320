package org.keepgate.spark.trainer;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.spark.dataset.TaskFailure;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Hands on the results of a job in the order of the workers, each as soon as all before it have
 * come; those that come early wait, in the worst case all of them for the first. What is handed on
 * is not held any longer.
 */
final class InWorkerOrder<T> {
  private final Consumer<T> next;
  private final Map<Integer, T> waiting = new HashMap<>();
  private int worker;
  private @Nullable RuntimeException refusal;

  private InWorkerOrder(Consumer<T> next) {
    this.next = next;
  }

  /**
   * Computes {@code results}, one for each partition, and gives them to {@code next} one after
   * another, in the order of the partitions.
   */
  static <T> void forEach(JavaRDD<T> results, Consumer<T> next) {
    forEach(results, 0, results.getNumPartitions(), next);
  }

  /** The same for partitions from {@code first} (inclusive) to {@code end} (exclusive) alone. */
  static <T> void forEach(JavaRDD<T> results, int first, int end, Consumer<T> next) {
    InWorkerOrder<T> order = new InWorkerOrder<>(next);
    Seq<Object> partitions = CollectionConverters.asScala(boxed(first, end)).toSeq();
    TaskFailure.unwrapped(
        () -> {
          results
              .context()
              .runJob(results.rdd(), only(), partitions, order.receiver(), results.classTag());
          return results;
        });
    order.requireAccepted();
  }

  private static List<Object> boxed(int first, int end) {
    return IntStream.range(first, end).<Object>mapToObj(Integer::valueOf).toList();
  }

  /** In the task: the only result of a partition. */
  @SuppressWarnings("unchecked") // a lambda of both types
  private static <T> Function2<TaskContext, Iterator<T>, T> only() {
    return (Function2<TaskContext, Iterator<T>, T> & Serializable)
        (task, partition) -> partition.next();
  }

  /** On the driver, in one of Spark's threads: a result once for each partition, in any order. */
  private Function2<Object, T, BoxedUnit> receiver() {
    return (partition, result) -> {
      arrived((Integer) partition, result);
      return BoxedUnit.UNIT;
    };
  }

  private synchronized void arrived(int from, T result) {
    waiting.put(from, result);
    for (T ready = waiting.remove(worker); ready != null; ready = waiting.remove(worker)) {
      worker++;
      accept(ready);
    }
  }

  private void accept(T result) {
    if (refusal == null) {
      try {
        next.accept(result);
      } catch (RuntimeException e) { // would end as an obscure failure of Spark's scheduler
        refusal = e;
      }
    }
  }

  private synchronized void requireAccepted() {
    if (refusal != null) {
      throw refusal;
    }
  }
}
