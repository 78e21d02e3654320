package org.keepgate.network;

import org.keepgate.cell.CellSpec;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;

/**
 * The two large buffers of a recurrent layer that others read or write too: pre-activations (N ×
 * columns), by the projections, and states, whose first columns are the outputs.
 *
 * @param history the state that the first step starts from, in the last of B rows, and behind them
 *     those of N packed rows: so the state before a step is a run of rows, too, and can be
 *     multiplied where it stands
 * @param maxRows B, most sequences in a minibatch
 */
record LayerBuffers(Matrix preActivations, States history, int maxRows) {

  static LayerBuffers of(GemmSession session, CellSpec sizes, int maxRows, int maxPackedRows) {
    return new LayerBuffers(
        Workspace.spreadMatrix(session, maxPackedRows, sizes.preActivationColumns()),
        States.of(session, maxRows + maxPackedRows, sizes.stateParts()),
        maxRows);
  }

  /** States of the packed rows. */
  States states() {
    return history.window(maxRows, preActivations.rows());
  }
}
