package org.keepgate.spark.trainer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.InputException;
import org.keepgate.training.Regime;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;

/**
 * The memory, outside of the heap, of what workers keep of every time step until they have
 * propagated back through it: no less than this, so that nothing is refused that would work.
 *
 * @param packedRows of the minibatches of the worker that has the largest, on average
 * @param columns pre-activations and states of all layers, and ∂L/∂outputs of one
 * @param atOnce workers that run at once on this machine
 */
record WorkspaceBytes(long packedRows, long columns, int atOnce) {

  /** Of a training of these shares. */
  static WorkspaceBytes of(
      NetworkSpec spec, TrainingOptions options, List<ShareSummary> shares, int atOnce) {
    long columns = spec.cell().hiddenSize() + (long) spec.carriedSize(1);
    for (ParameterView view : spec.layout().views()) {
      columns += view.name().endsWith(".inputWeights") ? view.rows() : 0;
    }
    long rows = 0;
    for (ShareSummary share : shares) {
      rows = Math.max(rows, share.steps() / Math.max(1, share.minibatches()));
    }
    if (options.regime() == Regime.ONLINE) {
      rows = Math.min(1, rows); // of a step nothing is kept
    }
    return new WorkspaceBytes(rows, columns, atOnce);
  }

  /** Bytes of one worker. */
  long worker() {
    return Float.BYTES * packedRows * columns;
  }

  /** The memory that the products of this machine take their matrices from, in bytes. */
  static long available() {
    if (Gemm.chosen().name().equals("java")) {
      return Runtime.getRuntime().maxMemory();
    }
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? machine.getTotalMemorySize() + machine.getTotalSwapSpaceSize()
        : Long.MAX_VALUE;
  }

  /** Refuses workspaces that do not fit into so many bytes. */
  void requireFits(long available) {
    long needed = atOnce * worker();
    if (needed > available) {
      throw new InputException(
          "a worker's minibatch of "
              + packedRows
              + " steps needs "
              + (worker() >> 20)
              + " MB for "
              + columns
              + " values a step, "
              + (needed >> 20)
              + " MB for the workers that run at once, but this machine has "
              + (available >> 20)
              + " MB; lower batchSize, segmentLength (0 = whole sequences) or hiddenSize");
    }
  }
}
