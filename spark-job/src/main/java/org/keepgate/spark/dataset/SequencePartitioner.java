package org.keepgate.spark.dataset;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import scala.Tuple2;

/**
 * Deals sequences to logical workers: the same shares, in the same order, for any order and any
 * partitioning of the input.
 *
 * <p>Two shuffles: by ranges of the dealing order ({@link DealingOrder}), which gives each sequence
 * its rank, and from there to the workers ({@link DealingPlan}). Both sort externally, so that no
 * executor needs to hold a share, and the driver holds some kilobytes a range.
 */
public final class SequencePartitioner {
  private static final int MOST_RANGES = 1000; // the plan, 2 kB a range, travels to every task

  private SequencePartitioner() {}

  /**
   * The shares of {@code numWorkers} workers, one partition each, kept in memory or on disk once
   * computed.
   *
   * @throws InputException when there are fewer sequences than workers, or a sequence is not of the
   *     format
   */
  public static JavaRDD<SequenceBlock> deal(
      JavaRDD<Sequence> sequences, SequenceFormat format, int numWorkers) {
    return deal(sequences, format, numWorkers, numWorkers);
  }

  /**
   * The shares of {@code mostWorkers} workers, or of as many as there are sequences, if these are
   * fewer.
   *
   * @throws InputException when there is no sequence, or one that is not of the format
   */
  public static JavaRDD<SequenceBlock> dealAtMost(
      JavaRDD<Sequence> sequences, SequenceFormat format, int mostWorkers) {
    return deal(sequences, format, 1, mostWorkers);
  }

  private static JavaRDD<SequenceBlock> deal(
      JavaRDD<Sequence> sequences, SequenceFormat format, int leastWorkers, int mostWorkers) {
    if (leastWorkers < 1 || mostWorkers < leastWorkers) {
      throw new IllegalArgumentException("numWorkers must be positive, got " + mostWorkers);
    }
    return JobDescription.during(
        sequences.context(),
        "dealing: put sequences in order",
        () -> dealt(sequences, format, leastWorkers, mostWorkers));
  }

  private static JavaRDD<SequenceBlock> dealt(
      JavaRDD<Sequence> sequences, SequenceFormat format, int leastWorkers, int mostWorkers) {
    int ranges = Math.min(MOST_RANGES, Math.max(1, sequences.getNumPartitions()));
    JavaPairRDD<DealingOrder, Sequence> ordered =
        sequences
            .mapToPair(it -> new Tuple2<>(SequenceDigest.order(it, format), it))
            .repartitionAndSortWithinPartitions(new RangeOfOrder(ranges));
    List<RangeFacts> facts = TaskFailure.unwrapped(() -> facts(ordered, Long.MAX_VALUE));
    int numWorkers = numWorkers(facts, leastWorkers, mostWorkers);
    DealingPlan plan = plan(ordered, facts, numWorkers);
    return JavaPairRDD.fromJavaRDD(
            ordered.mapPartitionsWithIndex((range, it) -> seated(it, plan.seats(range)), true))
        .repartitionAndSortWithinPartitions(new WorkerOfSeat(numWorkers))
        .mapPartitions(it -> new BlockPacker(it, format))
        .setName("shares of " + numWorkers + " workers")
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static int numWorkers(List<RangeFacts> facts, int leastWorkers, int mostWorkers) {
    long sequences = facts.stream().mapToLong(RangeFacts::sequences).sum();
    if (sequences == 0) {
      throw new InputException("the input has no sequences; expected at least one");
    }
    if (sequences < leastWorkers) {
      throw new InputException(
          "numWorkers is "
              + leastWorkers
              + ", but the input has only "
              + Count.of(sequences, "sequence")
              + "; give each worker at least one: set numWorkers to "
              + sequences
              + (sequences == 1 ? "" : " or fewer"));
    }
    return (int) Math.min(sequences, mostWorkers);
  }

  private static DealingPlan plan(
      JavaPairRDD<DealingOrder, Sequence> ordered, List<RangeFacts> facts, int numWorkers) {
    long limit =
        DealingPlan.outsizeLimit(facts.stream().mapToLong(it -> it.steps).sum(), numWorkers);
    boolean outsize = facts.stream().anyMatch(it -> it.longest > limit);
    return DealingPlan.of(
        outsize
            ? JobDescription.during(
                ordered.context(), "dealing: find the longest", () -> facts(ordered, limit))
            : facts,
        numWorkers,
        limit);
  }

  private static List<RangeFacts> facts(
      JavaPairRDD<DealingOrder, Sequence> ordered, long outsizeLimit) {
    return ordered
        .values()
        .mapPartitions(
            it -> {
              RangeFacts facts = new RangeFacts();
              it.forEachRemaining(sequence -> facts.add(sequence.length(), outsizeLimit));
              return List.of(facts).iterator();
            })
        .collect();
  }

  private static Iterator<Tuple2<Seat, Sequence>> seated(
      Iterator<Tuple2<DealingOrder, Sequence>> range, DealingPlan.Seats seats) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return range.hasNext();
      }

      @Override
      public Tuple2<Seat, Sequence> next() {
        Sequence sequence = range.next()._2();
        return new Tuple2<>(seats.next(sequence.length()), sequence);
      }
    };
  }

  /** Sends a sequence to the range of the dealing order that it falls into. */
  private static final class RangeOfOrder extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int ranges;

    private RangeOfOrder(int ranges) {
      this.ranges = ranges;
    }

    @Override
    public int numPartitions() {
      return ranges;
    }

    @Override
    public int getPartition(Object order) {
      return ((DealingOrder) order).range(ranges);
    }
  }

  /** Sends a sequence to the worker of its seat. */
  private static final class WorkerOfSeat extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int numWorkers;

    private WorkerOfSeat(int numWorkers) {
      this.numWorkers = numWorkers;
    }

    @Override
    public int numPartitions() {
      return numWorkers;
    }

    @Override
    public int getPartition(Object seat) {
      return ((Seat) seat).worker();
    }
  }
}
