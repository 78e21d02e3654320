package org.keepgate.spark.trainer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.spark.SparkConf;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.OnlineNetwork;
import org.keepgate.network.WorkspaceSize;
import org.keepgate.sequence.InputException;
import org.keepgate.training.Regime;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;

/**
 * The memory that workers work in, beside what goes to and fro: weights and their gradients, and
 * what is kept of every time step until it has been propagated back through.
 *
 * @param packedRows of the largest minibatch of all workers
 * @param worker bytes of the worker that needs most
 * @param atOnce workers that run at once on this machine
 */
record WorkspaceBytes(long packedRows, long worker, int atOnce) {
  private static final long JVM = 384L << 20; // bytes that it needs besides its heap

  /** Of a training of these shares. */
  static WorkspaceBytes of(
      NetworkSpec spec, TrainingOptions options, List<ShareSummary> shares, int atOnce) {
    WorkspaceSize size =
        options.regime() == Regime.ONLINE // of a step nothing is kept
            ? new WorkspaceSize((long) Double.BYTES * OnlineNetwork.carriedSize(spec), 0, 0)
            : WorkspaceSize.of(spec, options.products(Gemm.chosen()));
    long rows = 0;
    long worker = 0;
    for (ShareSummary share : shares) {
      rows = Math.max(rows, share.maxPackedRows());
      worker = Math.max(worker, size.bytes(share.maxRows(), share.maxPackedRows()));
    }
    return new WorkspaceBytes(rows, worker, atOnce);
  }

  /** Bytes of the heap for the worker that needs most; 0 where products have native memory. */
  long heap() {
    return onHeap() ? worker : 0;
  }

  private static boolean onHeap() {
    return !Gemm.chosen().name().equals("onednn"); // OpenBLAS multiplies Java's arrays, too
  }

  /** The memory that the products of this machine take their matrices from, in bytes. */
  static long available() {
    if (onHeap()) {
      return Runtime.getRuntime().maxMemory();
    }
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? machine.getTotalMemorySize() + machine.getTotalSwapSpaceSize()
        : Long.MAX_VALUE;
  }

  /**
   * Refuses native memory that a cluster's containers would be killed for: YARN and Kubernetes hold
   * an executor to its heap and spark.executor.memoryOverhead together.
   */
  void requireFitsOverhead(SparkConf conf, int numWorkers) {
    String master = conf.get("spark.master", "");
    if (onHeap() || !(master.equals("yarn") || master.startsWith("k8s://"))) {
      return;
    }
    long needed = RoundBytes.inExecutor(conf, numWorkers) * worker;
    long overhead = overhead(conf);
    if (needed > overhead) {
      throw new InputException(
          "the workers that run at once in an executor need "
              + (needed >> 20)
              + " MB besides its heap, but spark.executor.memoryOverhead is "
              + (overhead >> 20)
              + " MB; raise it to "
              + ((needed + needed / 4 + JVM) >> 20)
              + "m, or lower batchSize, segmentLength (0 = whole sequences) or"
              + " spark.executor.cores");
    }
  }

  private static long overhead(SparkConf conf) {
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
    long heap = conf.getSizeAsBytes("spark.executor.memory", "1g");
    long least = conf.getSizeAsMb("spark.executor.minMemoryOverhead", "384m") << 20;
    long usual = Math.max((long) (factor * heap), least);
    return conf.getSizeAsMb("spark.executor.memoryOverhead", (usual >> 20) + "m") << 20;
  }

  /** Refuses workspaces that do not fit into so many bytes. */
  void requireFits(long available) {
    long needed = atOnce * worker;
    if (needed > available) {
      throw new InputException(
          "a worker's minibatch of "
              + packedRows
              + " steps needs "
              + (worker >> 20)
              + " MB, "
              + (needed >> 20)
              + " MB for the workers that run at once, but this machine has "
              + (available >> 20)
              + " MB; lower batchSize, segmentLength (0 = whole sequences) or hiddenSize");
    }
  }
}
