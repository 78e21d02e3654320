package org.keepgate.spark.trainer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
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
