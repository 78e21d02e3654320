package org.keepgate.analysis.unit;

import org.keepgate.cell.CellAnatomy;
import org.keepgate.math.Activations;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;

/**
 * Reads the activity of all units of a network after a forward pass: tanh(c) of what each cell
 * remembers, or its output where that is the memory; layer after layer from the lowest, of two
 * directions the forward one first.
 */
public final class ActivityReader {
  private final CellAnatomy anatomy;
  private final int levels;
  private final int directions;
  private final float[] states;

  /** For networks of this kind. */
  public ActivityReader(NetworkSpec spec) {
    anatomy = spec.anatomy();
    levels = spec.stack().numLayers();
    directions = spec.stack().directions();
    states = new float[anatomy.memoryUnits()];
  }

  /** Units of all layers. */
  public int units() {
    return levels * unitsOfLayer();
  }

  /** Units of a layer, of both directions. */
  public int unitsOfLayer() {
    return directions * anatomy.memoryUnits();
  }

  /** Number of layers. */
  public int layers() {
    return levels;
  }

  /** Whether the activity is tanh(c); else it is the output h. */
  public boolean isOfCells() {
    return anatomy.memoryColumn() > 0;
  }

  /**
   * Reads one packed row of the last minibatch.
   *
   * @param into length {@link #units}, values in [−1, 1]
   */
  public void read(Network network, int packedRow, float[] into) {
    int at = 0;
    for (int level = 0; level < levels; level++) {
      for (int direction = 0; direction < directions; direction++) {
        network.states(
            level, direction, packedRow, 1, anatomy.memoryColumn(), states.length, states);
        for (float state : states) {
          into[at++] = isOfCells() ? Activations.tanh(state) : Math.max(-1, Math.min(1, state));
        }
      }
    }
  }
}
