package org.keepgate.spark.trainer;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
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
                blocks.mapPartitions(share -> List.of(fingerprint(listed(share))).iterator()),
                fingerprints::add));
    return new WorkerShares(
        blocks, format, fingerprints.stream().mapToLong(Long::longValue).toArray());
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
    return blocks.mapPartitionsWithIndex(new Checked<>(format, fingerprints, task), true);
  }

  private static long fingerprint(List<SequenceBlock> share) {
    return RandomStream.mix(share.stream().mapToLong(SequenceBlock::fingerprint).toArray());
  }

  private static List<SequenceBlock> listed(Iterator<SequenceBlock> share) {
    List<SequenceBlock> blocks = new ArrayList<>();
    share.forEachRemaining(blocks::add);
    return blocks;
  }

  /** Runs a task on a share that is what it was at the start; its failure names the worker. */
  private static final class Checked<R>
      implements Function2<Integer, Iterator<SequenceBlock>, Iterator<R>> {
    private static final long serialVersionUID = 1L;

    private final SequenceFormat format;
    private final long[] fingerprints;
    private final ShareTask<R> task;

    private Checked(SequenceFormat format, long[] fingerprints, ShareTask<R> task) {
      this.format = format;
      this.fingerprints = fingerprints;
      this.task = task;
    }

    @Override
    public Iterator<R> call(Integer worker, Iterator<SequenceBlock> partition) {
      String name = "worker " + (worker + 1) + " of " + fingerprints.length;
      try {
        List<SequenceBlock> share = listed(partition);
        if (fingerprint(share) != fingerprints[worker]) {
          throw new InputException(
              "the share of "
                  + name
                  + " was computed again and came out differently; expected an input that gives"
                  + " the same sequences whenever it is read: write it to a file first");
        }
        return List.of(run(name, worker, new SequenceShare(format, share))).iterator();
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
