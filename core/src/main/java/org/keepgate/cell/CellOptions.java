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
 * @param activation of {@link Cells#RNN}; tanh with any other cell
 * @param memoryBlocks the blocks of {@link Cells#LSTM_1997}; {@link MemoryBlockOptions#classic()}
 *     with any other cell
 */
public record CellOptions(
    String name,
    int hiddenSize,
    double clipPreActivationGradient,
    double forgetBias,
    VanillaActivation activation,
    MemoryBlockOptions memoryBlocks)
    implements Serializable {
  /** Forget gates start open, so that error reaches far back from the first epoch on. */
  private static final double STANDARD_FORGET_BIAS = 1;

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
    requireForgetGate(name, forgetBias, memoryBlocks);
    require(
        activation == VanillaActivation.TANH || name.equals(Cells.RNN),
        "activation is an option of the cell rnn; " + name + " has none, got " + activation.key());
  }

  private static void requireForgetGate(String name, double bias, MemoryBlockOptions blocks) {
    boolean present =
        name.equals(Cells.LSTM_1997) ? blocks.forgetGate() : Cells.hasForgetGate(name);
    require(
        bias == STANDARD_FORGET_BIAS || present,
        "forgetBias is for cells with a forget gate; "
            + name
            + " has none: leave it out, got "
            + bias);
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
    return standard(name, hiddenSize, MemoryBlockOptions.classic());
  }

  /** Memory blocks of 1997. */
  public static CellOptions memoryBlocks(int blocks, MemoryBlockOptions options) {
    return standard(Cells.LSTM_1997, blocks * options.cellsPerBlock(), options);
  }

  private static CellOptions standard(String name, int hiddenSize, MemoryBlockOptions blocks) {
    return new CellOptions(
        name, hiddenSize, 0, STANDARD_FORGET_BIAS, VanillaActivation.TANH, blocks);
  }

  public CellOptions withClipPreActivationGradient(double limit) {
    return new CellOptions(name, hiddenSize, limit, forgetBias, activation, memoryBlocks);
  }

  public CellOptions withForgetBias(double bias) {
    return new CellOptions(
        name, hiddenSize, clipPreActivationGradient, bias, activation, memoryBlocks);
  }

  public CellOptions withActivation(VanillaActivation other) {
    return new CellOptions(
        name, hiddenSize, clipPreActivationGradient, forgetBias, other, memoryBlocks);
  }

  private static void require(boolean claim, String message) {
    if (!claim) {
      throw new IllegalArgumentException(message);
    }
  }
}
