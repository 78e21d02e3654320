package org.keepgate.spark.trainer;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ContextCleaner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.JavaSerializer;
import org.keepgate.training.SlicedReduction;
import org.keepgate.training.WorkerOutcome;
import scala.Option;
import scala.Tuple2;
import scala.math.Ordering;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Reduces a round by slices on the executors: each worker's task writes its result in pieces, other
 * tasks each sum one slice of all workers, in the order of the workers, and the driver receives one
 * mean, slice by slice, and the workers' reports.
 *
 * <p>It is a shuffle by Spark, so that a task that is lost, tried again or run twice changes
 * nothing. Pieces are written by Java's serialization whatever Spark's is set to, because so they
 * need no copies.
 */
final class SlicedRound {
  /** Bytes of slices that are asked for at a time, and may wait for their turn on the driver. */
  static final long GROUP = 256L << 20;

  private final Slicing slicing;
  private final long group;

  /**
   * A round cut in this way.
   *
   * @param conf to whose limit of results a group of slices keeps
   */
  SlicedRound(Slicing slicing, SparkConf conf) {
    this.slicing = slicing;
    long allowed = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
    this.group = allowed > 0 ? Math.min(GROUP, allowed / 2) : GROUP;
  }

  /**
   * Runs the workers, and reduces what they have come to.
   *
   * @param outcomes not yet computed, one for each partition; each is computed once
   */
  void reduce(JavaRDD<WorkerOutcome> outcomes, SliceTask cut, SlicedReduction reduction) {
    ShuffledRDD<SliceKey, Serializable, Serializable> sorted = sorted(outcomes, cut);
    try {
      JavaRDD<ReducedSlice> slices =
          new JavaRDD<>(sorted, tag(Tuple2.class)).mapPartitions(SlicedRound::sum);
      int atOnce = (int) Math.max(1, group / slicing.sliceBytes());
      int all = 1 + slicing.slices(); // the reports are the first: with them the workers run
      int sideBySide = Math.max(1, Math.min(all, outcomes.context().defaultParallelism()));
      for (int from = 0; from < all; from += atOnce) {
        int end = Math.min(all, from + atOnce);
        InWorkerOrder.forEach(
            slices, from, end, slice -> slice.addTo(reduction, slicing, sideBySide));
      }
    } finally {
      free(sorted);
    }
  }

  private ShuffledRDD<SliceKey, Serializable, Serializable> sorted(
      JavaRDD<WorkerOutcome> outcomes, SliceTask cut) {
    JavaPairRDD<SliceKey, Serializable> pieces = outcomes.mapPartitionsToPair(cut);
    return new ShuffledRDD<SliceKey, Serializable, Serializable>(
            pieces.rdd(),
            new SlicePartitioner(slicing),
            tag(SliceKey.class),
            tag(Serializable.class),
            tag(Serializable.class))
        .setKeyOrdering(Ordering.comparatorToOrdering(Comparator.<SliceKey>naturalOrder()))
        .setSerializer(new JavaSerializer(outcomes.context().getConf()));
  }

  private static Iterator<ReducedSlice> sum(Iterator<Tuple2<SliceKey, Serializable>> sorted) {
    return List.of(ReducedSlice.of(sorted)).iterator();
  }

  /**
   * Deletes the pieces everywhere, at once: left to Spark they would stay until the driver next
   * collects its garbage.
   */
  private static void free(ShuffledRDD<SliceKey, Serializable, Serializable> sorted) {
    SparkContext spark = sorted.context();
    int shuffle = ((ShuffleDependency<?, ?, ?>) sorted.dependencies().head()).shuffleId();
    Option<ContextCleaner> cleaner = spark.cleaner();
    if (cleaner.isDefined()) {
      cleaner.get().doCleanupShuffle(shuffle, false);
    } else {
      spark.env().blockManager().master().removeShuffle(shuffle, false);
    }
  }

  @SuppressWarnings("unchecked") // as far as Spark looks at them
  private static <T> ClassTag<T> tag(Class<? super T> type) {
    return (ClassTag<T>) ClassTag$.MODULE$.apply(type);
  }
}
