package org.keepgate.spark.trainer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.storage.RDDInfo;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.dataset.JobDescription;

/**
 * The shares of all workers, one partition each, with their fingerprints: a share that has to be
 * computed again, because an executor was lost, must come out as it was.
 */
final class WorkerShares {
  private static final Logger LOG = System.getLogger(WorkerShares.class.getName());

  private final JavaRDD<SequenceBlock> blocks;
  private final SequenceFormat format;
  private final long[] fingerprints;

  private WorkerShares(JavaRDD<SequenceBlock> blocks, SequenceFormat format, long[] fingerprints) {
    this.blocks = blocks;
    this.format = format;
    this.fingerprints = fingerprints;
  }

  /** Reads all shares once, for their fingerprints. */
  static WorkerShares of(JavaRDD<SequenceBlock> blocks, SequenceFormat format) {
    List<Long> fingerprints = new ArrayList<>();
    JobDescription.during(
        blocks.context(),
        "dealing: fill " + Count.of(blocks.getNumPartitions(), "share"),
        () ->
            InWorkerOrder.forEach(
                blocks.mapPartitions(share -> List.of(fingerprint(share)).iterator()),
                fingerprints::add));
    warnOfDisk(blocks);
    return new WorkerShares(
        blocks, format, fingerprints.stream().mapToLong(Long::longValue).toArray());
  }

  /** What is not in memory after the first reading never will be: each round reads it again. */
  private static void warnOfDisk(JavaRDD<SequenceBlock> blocks) {
    for (RDDInfo info : blocks.context().getRDDStorageInfo()) {
      if (info.id() == blocks.id() && info.diskSize() > 0) {
        LOG.log(
            Level.WARNING,
            String.format(
                Locale.ROOT,
                "%s: %d MB are in the memory of the executors, %d MB do not fit into it and are"
                    + " read from their disks in every round; raise spark.executor.memory (in local"
                    + " mode spark.driver.memory) or the number of executors, or averagingInterval",
                Objects.requireNonNullElse(info.name(), "the shares"),
                info.memSize() >> 20,
                info.diskSize() >> 20));
      }
    }
  }

  JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(blocks.context());
  }

  int count() {
    return fingerprints.length;
  }

  /** Tells whether two trainings have the same shares, in the same order. */
  String fingerprint() {
    return HexFormat.of().toHexDigits(RandomStream.mix(fingerprints));
  }

  /** The results of a task for each worker, not yet computed: one for each partition. */
  <R> JavaRDD<R> map(ShareTask<R> task) {
    return blocks.mapPartitionsWithIndex(
        new Checked<>(blocks.id(), format, fingerprints, task), true);
  }

  /**
   * The same of a task that also needs what each worker keeps.
   *
   * @param states one in each partition, in the order of the workers
   */
  <R> JavaRDD<R> map(JavaRDD<WorkerStates.Kept> states, StateTask<R> task) {
    Checked<R> checked = new Checked<>(blocks.id(), format, fingerprints, task);
    return blocks.zipPartitions(
        states,
        (share, state) -> {
          WorkerStates.Kept kept = state.next(); // if it was lost, it is computed again here
          return checked.with(own(task, kept)).call(kept.worker(), share);
        });
  }

  private static <R> ShareTask<R> own(StateTask<R> task, WorkerStates.Kept kept) {
    return new ShareTask<>() {
      private static final long serialVersionUID = 1L;

      @Override
      public R run(int worker, SequenceShare share) {
        return task.run(worker, share, kept.optimizer());
      }

      @Override
      public String batch(int worker, SequenceShare share) {
        return task.batch(worker, share);
      }

      @Override
      public String toString() {
        return task.toString();
      }
    };
  }

  private static long fingerprint(Iterator<SequenceBlock> share) {
    LongStream.Builder ofBlocks = LongStream.builder();
    share.forEachRemaining(block -> ofBlocks.add(block.fingerprint()));
    return RandomStream.mix(ofBlocks.build().toArray());
  }

  /** Runs a task on a share that is what it was at the start; its failure names the worker. */
  private static final class Checked<R>
      implements Function2<Integer, Iterator<SequenceBlock>, Iterator<R>> {
    private static final long serialVersionUID = 1L;

    private final int rdd;
    private final SequenceFormat format;
    private final long[] fingerprints;
    private final ShareTask<R> task;

    private Checked(int rdd, SequenceFormat format, long[] fingerprints, ShareTask<R> task) {
      this.rdd = rdd;
      this.format = format;
      this.fingerprints = fingerprints;
      this.task = task;
    }

    Checked<R> with(ShareTask<R> other) {
      return new Checked<>(rdd, format, fingerprints, other);
    }

    @Override
    public Iterator<R> call(Integer worker, Iterator<SequenceBlock> partition) {
      String name = "worker " + (worker + 1) + " of " + fingerprints.length;
      long memory = ShareMemory.ofTask(rdd, worker);
      try (HeldShare share = HeldShare.read(partition, format, memory)) {
        if (share.fingerprint() != fingerprints[worker]) {
          throw new InputException(
              "the share of "
                  + name
                  + " was computed again and came out differently; expected an input that gives"
                  + " the same sequences whenever it is read: write it to a file first");
        }
        return List.of(run(name, worker, share.share())).iterator();
      } catch (InputException e) {
        throw e;
      } catch (OutOfMemoryError e) {
        throw MemoryShortage.of(name + ", reading its share for " + task + ",", "", e);
      } catch (RuntimeException e) {
        throw new IllegalStateException(name + " failed in " + task + ": " + e.getMessage(), e);
      }
    }

    private R run(String name, int worker, SequenceShare share) {
      try {
        return task.run(worker, share);
      } catch (OutOfMemoryError e) {
        throw MemoryShortage.of(name + ", in " + task + ",", task.batch(worker, share), e);
      }
    }
  }
}
