package org.keepgate.network;

import org.keepgate.cell.CellSpec;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;

/**
 * The two large buffers of a recurrent layer that others read or write too: pre-activations (N ×
 * columns), by the projections, and states (N × stateSize), whose first columns are the outputs.
 *
 * @param maxRows most sequences in a minibatch
 */
record LayerBuffers(Matrix preActivations, Matrix states, int maxRows) {

  static LayerBuffers of(GemmSession session, CellSpec sizes, int maxRows, int maxPackedRows) {
    return new LayerBuffers(
        Workspace.matrix(session, maxPackedRows, sizes.preActivationColumns()),
        Workspace.matrix(session, maxPackedRows, sizes.stateSize()),
        maxRows);
  }
}
