package org.keepgate.spark.trainer;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.training.RoundStart;
import org.keepgate.training.TrainingState;

/**
 * What the tasks of a round receive by broadcast: what all start from, which an executor fetches
 * once. Shared by all tasks of an executor, in local mode with the driver too, and so never written
 * to.
 */
final class RoundInput implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Shared> shared;
  private final long bytes;

  private RoundInput(Broadcast<Shared> shared, long bytes) {
    this.shared = shared;
    this.bytes = bytes;
  }

  /** Hands out what a round starts from; to be closed by the driver when the round is over. */
  static RoundInput broadcast(JavaSparkContext spark, TrainingState state, AveragingSpec spec) {
    Shared shared = new Shared(state.sharedStart(spec), state.carriedByWorker());
    return new RoundInput(spark.broadcast(shared), shared.bytes());
  }

  /** Bytes that every executor fetches. */
  long bytes() {
    return bytes;
  }

  RoundStart start() {
    return shared.value().start;
  }

  float[] carried(int worker) {
    return shared.value().carriedByWorker[worker];
  }

  /** Frees it everywhere. */
  @Override
  public void close() {
    shared.destroy();
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
