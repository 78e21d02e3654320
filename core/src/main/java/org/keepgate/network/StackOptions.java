package org.keepgate.network;

import java.io.Serializable;

/**
 * How the recurrent layers of a network stand on one another.
 *
 * @param numLayers layers stacked on one another
 * @param bidirectional whether each level has a second layer that runs from a sequence's end to its
 *     beginning (Graves and Schmidhuber, 2005); both outputs stand side by side. The head of a
 *     network with one target a sequence sees the last output of each: forward at the last step, in
 *     reverse at the first, of lower levels too
 * @param skipConnections whether the network's input feeds every layer, and every layer the head
 *     (Graves, 2013)
 * @param directInput whether the network's input at the step of the target feeds the head as well
 *     (Hochreiter and Schmidhuber, 1997)
 * @param residual whether each level above the first adds its input to its output
 */
public record StackOptions(
    int numLayers,
    boolean bidirectional,
    boolean skipConnections,
    boolean directInput,
    boolean residual)
    implements Serializable {

  public StackOptions {
    if (numLayers < 1) {
      throw new IllegalArgumentException("numLayers must be positive, got " + numLayers);
    }
  }

  /** Layers that each see only the one below. */
  public static StackOptions of(int numLayers) {
    return new StackOptions(numLayers, false, false, false, false);
  }

  public StackOptions withBidirectional(boolean both) {
    return new StackOptions(numLayers, both, skipConnections, directInput, residual);
  }

  public StackOptions withSkipConnections(boolean skip) {
    return new StackOptions(numLayers, bidirectional, skip, directInput, residual);
  }

  public StackOptions withDirectInput(boolean direct) {
    return new StackOptions(numLayers, bidirectional, skipConnections, direct, residual);
  }

  public StackOptions withResidual(boolean added) {
    return new StackOptions(numLayers, bidirectional, skipConnections, directInput, added);
  }

  /** Recurrent layers at each level. */
  public int directions() {
    return bidirectional ? 2 : 1;
  }
}
