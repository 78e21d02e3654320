package org.keepgate.network;

import org.keepgate.cell.CellSpec;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;

/**
 * The two large buffers of a recurrent layer that others read or write too: pre-activations (N ×
 * columns), by the projections, and states of N rows, whose first columns are the outputs.
 *
 * @param maxRows most sequences in a minibatch
 */
record LayerBuffers(Matrix preActivations, States states, int maxRows) {

  static LayerBuffers of(GemmSession session, CellSpec sizes, int maxRows, int maxPackedRows) {
    return new LayerBuffers(
        Workspace.spreadMatrix(session, maxPackedRows, sizes.preActivationColumns()),
        States.of(session, maxPackedRows, sizes.stateParts()),
        maxRows);
  }
}
