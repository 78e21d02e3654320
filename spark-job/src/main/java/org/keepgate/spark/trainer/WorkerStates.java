package org.keepgate.spark.trainer;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.dataset.JobDescription;
import org.keepgate.training.WorkerOutcome;

/**
 * The optimizer states that workers keep, as an RDD beside their shares: what a worker has come to
 * in a round lies where it ran, in memory or on disk, until the next round reads it there. To the
 * driver a state only comes for a checkpoint, and now and then to be settled.
 *
 * <pre>
 *   settled ── round ── round ── … ── round ── settled ── round ── …     a generation each
 *   └──────── at most {@link #SETTLE_ROUNDS} ────────┘
 * </pre>
 *
 * <p>A state that is lost with its executor is computed again: from the generation before it, and
 * so on back to a settled one, which stands in broadcasts, one a worker, in the driver's storage
 * (what does not fit into its memory is on its disk). The rounds in between keep what they had
 * sent. A round being a function of what it starts from, the bits are the same.
 */
final class WorkerStates implements AutoCloseable {
  /** Rounds that a lost worker has to repeat at most; so many are what was sent to them held. */
  static final int SETTLE_ROUNDS = 8;

  private final JavaSparkContext spark;
  private final Deque<Generation> generations = new ArrayDeque<>(); // the oldest first
  private @Nullable WorkerOptimizers brought; // what the oldest generation was made from

  WorkerStates(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** A worker's state, and whose it is. */
  record Kept(int worker, OptimizerState optimizer) implements Serializable {}

  /** The states after a round. */
  static final class Generation implements WorkerOptimizers {
    private final JavaRDD<Kept> states;
    private final int size;
    private final int rounds; // since a settled one
    private final Runnable freeMemory;
    private final Runnable freeRest;
    private boolean isFreed;

    private Generation(
        JavaRDD<Kept> states, int size, int rounds, Runnable freeMemory, Runnable freeRest) {
      this.states = states;
      this.size = size;
      this.rounds = rounds;
      this.freeMemory = freeMemory;
      this.freeRest = freeRest;
    }

    private void free() {
      isFreed = true;
      freeMemory.run();
      freeRest.run();
    }

    private void requireHere() {
      if (isFreed) {
        throw new IllegalStateException(
            "the optimizer states of workers are gone with their training; its checkpoints have"
                + " them");
      }
    }

    /** In the order of the workers, one in each partition. */
    JavaRDD<Kept> states() {
      return states;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public float[] vector(int worker, int index) {
      requireHere();
      List<float[]> found = new ArrayList<>();
      JavaRDD<float[]> vectors = states.map(kept -> kept.optimizer().vectors()[index]);
      InWorkerOrder.forEach(vectors, worker, worker + 1, found::add);
      return found.get(0);
    }

    @Override
    public List<Outline> outlines() {
      requireHere();
      List<Outline> all = new ArrayList<>();
      InWorkerOrder.forEach(
          states.map(WorkerStates::outline),
          outline -> all.add(new Outline(outline[0], (int) outline[1])));
      return all;
    }
  }

  /** Steps and number of vectors: Kryo takes no records. */
  private static long[] outline(Kept kept) {
    return new long[] {kept.optimizer().step(), kept.optimizer().vectors().length};
  }

  /** The states that a training goes on from, on the executors: its own, or some brought here. */
  Generation of(WorkerOptimizers from) {
    if (from == brought) {
      return generations.getFirst();
    }
    if (from instanceof Generation own && generations.contains(own)) {
      return own;
    }
    close();
    Generation settled = settled(from);
    generations.add(settled);
    brought = from;
    return settled;
  }

  /**
   * Keeps what a round has come to; what only older generations need is freed.
   *
   * @param outcomes one a worker, to be computed once, by the round
   * @param input what they are computed from; from now on closed here
   */
  Generation after(Generation before, JavaRDD<WorkerOutcome> outcomes, RoundInput input) {
    while (generations.getLast() != before) { // went back to before a round that diverged
      generations.removeLast().free();
    }
    freeBehind(before);
    outcomes.persist(StorageLevel.MEMORY_AND_DISK());
    Generation after =
        new Generation(
            outcomes.map(outcome -> new Kept(outcome.worker(), outcome.optimizer())),
            before.size(),
            before.rounds + 1,
            () -> outcomes.unpersist(false),
            input::close);
    generations.add(after);
    return after;
  }

  /** The same states; settled, if it was long since any were. */
  Generation settledInTime(Generation last) {
    if (last.rounds < SETTLE_ROUNDS) {
      return last;
    }
    Generation settled = settled(last);
    generations.removeLast();
    generations.add(settled);
    last.free();
    return settled;
  }

  private Generation settled(WorkerOptimizers from) {
    List<Settled> all = new ArrayList<>();
    List<Broadcast<float[]>> sent = new ArrayList<>();
    Runnable free = () -> sent.forEach(Broadcast::destroy);
    try {
      JobDescription.during(
          spark.sc(),
          "keep the optimizer states of " + Count.of(from.size(), "worker") + " on the driver",
          () -> {
            for (WorkerOptimizers.Outline outline : from.outlines()) {
              List<Broadcast<float[]>> vectors = new ArrayList<>();
              for (int i = 0; i < outline.vectors(); i++) {
                vectors.add(spark.broadcast(from.vector(all.size(), i)));
                sent.add(vectors.get(i));
              }
              all.add(new Settled(all.size(), outline.step(), vectors));
            }
          });
    } catch (RuntimeException e) { // what was handed out before would stay for good
      free.run();
      throw e;
    }
    List<Integer> workers = IntStream.range(0, all.size()).boxed().toList();
    JavaRDD<Kept> states = // of numbers: Kryo takes no records
        spark
            .parallelize(workers, Math.max(1, workers.size()))
            .map(worker -> all.get(worker).kept());
    return new Generation(states, from.size(), 0, () -> {}, free);
  }

  /** A worker's state in broadcasts, each fetched only where the worker runs. */
  private record Settled(int worker, long step, List<Broadcast<float[]>> vectors)
      implements Serializable {

    Kept kept() {
      float[][] values = vectors.stream().map(Broadcast::value).toArray(float[][]::new);
      return new Kept(worker, new OptimizerState(step, values));
    }
  }

  /**
   * Training may still go back to one generation before the last: what both are computed from, if
   * they have to be, stays; in memory, only the last.
   */
  private void freeBehind(Generation last) {
    List<Generation> all = new ArrayList<>(generations);
    int first = Math.max(0, all.size() - 2);
    all.subList(0, all.size() - 1).forEach(older -> older.freeMemory.run());
    while (first > 0 && all.get(first).rounds > 0) {
      first--;
    }
    for (int i = 0; i < first; i++) {
      generations.removeFirst().free();
      brought = null;
    }
    if (generations.getLast() != last) {
      throw new IllegalStateException("the last generation is not the one to go on from");
    }
  }

  /** Frees all of them: nobody can read them any more. */
  @Override
  public void close() {
    generations.forEach(Generation::free);
    generations.clear();
    brought = null;
  }
}
