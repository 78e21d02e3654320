package org.keepgate.analysis;

import java.util.List;
import org.keepgate.cell.CellAnatomy;
import org.keepgate.evaluation.Inference;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;

/**
 * What a layer remembers while it reads one sequence: the cell state c of an LSTM after each step,
 * the output h of cells that have no other memory. Of two directions it is the one forward in time.
 *
 * <p>The numbers stand step after step in one array, which {@link #values} hands out as it is: a
 * matrix library can look at them without a copy, as at a matrix of {@link #steps} rows and {@link
 * #units} columns.
 */
public final class StateTrace {
  private final int steps;
  private final int units;
  private final float[] values; // [step × unit]

  private StateTrace(int steps, int units) {
    this.steps = steps;
    this.units = units;
    this.values = new float[Math.multiplyExact(steps, units)];
  }

  /**
   * Runs a network over a sequence.
   *
   * @param level of the layer, 0 the lowest
   * @throws IllegalArgumentException when the network has no such layer
   */
  public static StateTrace of(
      NetworkSpec spec, float[] parameters, Sequence sequence, int level, Gemm gemm) {
    int levels = spec.stack().numLayers();
    if (level < 0 || level >= levels) {
      throw new IllegalArgumentException(
          "expected a layer from 0 to " + (levels - 1) + ", found " + level);
    }
    SequenceBlock block = SequenceBlock.builder(spec.format()).add(sequence).build();
    CellAnatomy anatomy = spec.anatomy();
    StateTrace trace = new StateTrace(sequence.length(), anatomy.memoryUnits());
    MetricSums sums = new MetricSums(spec.format().targetKind(), spec.format().outputSize());
    try (Inference inference = Inference.keepingActivations(spec, parameters, 1, 0, gemm)) {
      inference.run(
          new SequenceShare(spec.format(), List.of(block)),
          sums,
          (network, batch, before) -> trace.read(network, batch, before, level, anatomy));
    }
    return trace;
  }

  private void read(Network network, Minibatch batch, int before, int level, CellAnatomy anatomy) {
    float[] step = new float[units];
    for (int row = 0; row < batch.totalRows(); row++) { // one sequence: a packed row is a step
      network.states(level, 0, row, 1, anatomy.memoryColumn(), units, step);
      System.arraycopy(step, 0, values, (before + row) * units, units);
    }
  }

  /** Number of steps of the sequence. */
  public int steps() {
    return steps;
  }

  /** Number of the layer's memories. */
  public int units() {
    return units;
  }

  /** The state of a unit after a step. */
  public float at(int step, int unit) {
    return values[step * units + unit];
  }

  /** All states, not a copy: that of unit u after step t is element t × {@link #units} + u. */
  public float[] values() {
    return values;
  }
}
