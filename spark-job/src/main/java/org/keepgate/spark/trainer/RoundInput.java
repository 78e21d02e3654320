package org.keepgate.spark.trainer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.training.RoundStart;
import org.keepgate.training.TrainingState;

/**
 * What the tasks of a round receive by broadcast: what all start from, which an executor fetches
 * once, and optimizer states that workers keep, each of which only goes where its worker runs.
 * Shared by all tasks of an executor, in local mode with the driver too, and so never written to.
 */
final class RoundInput implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Shared> shared;
  private final List<Broadcast<OptimizerState>> optimizers; // one a worker, or none
  private final long bytes;

  private RoundInput(
      Broadcast<Shared> shared, List<Broadcast<OptimizerState>> optimizers, long bytes) {
    this.shared = shared;
    this.optimizers = optimizers;
    this.bytes = bytes;
  }

  /** Hands out what a round starts from; to be closed by the driver when the round is over. */
  static RoundInput broadcast(JavaSparkContext spark, TrainingState state, AveragingSpec spec) {
    Shared shared = new Shared(state.sharedStart(spec), state.carriedByWorker());
    List<Broadcast<OptimizerState>> optimizers = new ArrayList<>();
    try {
      if (spec.keepsOptimizers()) {
        state.averaging().optimizers().forEach(own -> optimizers.add(spark.broadcast(own)));
      }
      return new RoundInput(spark.broadcast(shared), optimizers, shared.bytes());
    } catch (RuntimeException e) { // what was handed out before would stay for good
      optimizers.forEach(Broadcast::destroy);
      throw e;
    }
  }

  /** Bytes that every executor fetches; states that workers keep come on top. */
  long bytes() {
    return bytes;
  }

  RoundStart start(int worker) {
    RoundStart start = shared.value().start;
    return optimizers.isEmpty() ? start : start.withOptimizer(optimizers.get(worker).value());
  }

  float[] carried(int worker) {
    return shared.value().carriedByWorker[worker];
  }

  /** Frees it everywhere. */
  @Override
  public void close() {
    shared.destroy();
    optimizers.forEach(Broadcast::destroy);
  }

  private static final class Shared implements Serializable {
    private static final long serialVersionUID = 1L;

    private final RoundStart start;
    private final float[][] carriedByWorker;

    Shared(RoundStart start, float[][] carriedByWorker) {
      this.start = start;
      this.carriedByWorker = carriedByWorker;
    }

    long bytes() {
      long floats = start.parameters().length;
      for (float[] vector : start.optimizer().vectors()) {
        floats += vector.length;
      }
      for (float[] carried : carriedByWorker) {
        floats += carried.length;
      }
      return Float.BYTES * floats;
    }
  }
}
