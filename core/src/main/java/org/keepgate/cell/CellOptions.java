package org.keepgate.cell;

import java.io.Serializable;

/**
 * Which cell a layer has, and of what kind.
 *
 * @param name one of {@link Cells#names()}
 * @param hiddenSize H: units of a layer
 * @param clipPreActivationGradient bound of ∂(sum of losses)/∂pre-activation in the recursion
 *     (Graves, 2013); 0 = none
 * @param forgetBias initial bias of forget gates
 * @param memoryBlocks the blocks of {@link Cells#LSTM_1997}; {@link MemoryBlockOptions#classic()}
 *     with any other cell
 */
public record CellOptions(
    String name,
    int hiddenSize,
    double clipPreActivationGradient,
    double forgetBias,
    MemoryBlockOptions memoryBlocks)
    implements Serializable {

  public CellOptions {
    require(Cells.names().contains(name), "cell is one of " + Cells.names() + ", got " + name);
    require(hiddenSize > 0, "hiddenSize must be positive, got " + hiddenSize);
    require(
        4L * hiddenSize * hiddenSize <= Integer.MAX_VALUE,
        "hiddenSize must be at most 23170, so that the recurrent weights of four gates fit an array,"
            + " got "
            + hiddenSize);
    require(
        clipPreActivationGradient >= 0,
        "clipPreActivationGradient must be 0 or more, got " + clipPreActivationGradient);
    require(Double.isFinite(forgetBias), "forgetBias must be finite, got " + forgetBias);
    requireBlocks(name, hiddenSize, memoryBlocks);
  }

  private static void requireBlocks(String name, int hiddenSize, MemoryBlockOptions blocks) {
    if (name.equals(Cells.LSTM_1997)) {
      require(
          hiddenSize % blocks.cellsPerBlock() == 0,
          "hiddenSize counts the cells of all blocks, so it must be a multiple of cellsPerBlock; got "
              + hiddenSize
              + " and "
              + blocks.cellsPerBlock());
    } else {
      require(
          blocks.equals(MemoryBlockOptions.classic()),
          "only the cell "
              + Cells.LSTM_1997
              + " is made of memory blocks (cellsPerBlock, gates, peepholes, feedback, biasedUnits,"
              + " cell activations, truncated gradient, biases of blocks); got them with the cell "
              + name);
    }
  }

  /** A cell without clipping, its forget gates open at first. */
  public static CellOptions of(String name, int hiddenSize) {
    return new CellOptions(name, hiddenSize, 0, 1, MemoryBlockOptions.classic());
  }

  /** Memory blocks of 1997. */
  public static CellOptions memoryBlocks(int blocks, MemoryBlockOptions options) {
    return new CellOptions(Cells.LSTM_1997, blocks * options.cellsPerBlock(), 0, 1, options);
  }

  public CellOptions withClipPreActivationGradient(double limit) {
    return new CellOptions(name, hiddenSize, limit, forgetBias, memoryBlocks);
  }

  public CellOptions withForgetBias(double bias) {
    return new CellOptions(name, hiddenSize, clipPreActivationGradient, bias, memoryBlocks);
  }

  private static void require(boolean claim, String message) {
    if (!claim) {
      throw new IllegalArgumentException(message);
    }
  }
}
