package org.keepgate.cell;

/**
 * Where the units of a layer of memory blocks stand among the columns of its pre-activations: input
 * gates, forget gates, output gates (those that exist, one a block), then the cells, block after
 * block. What is fed back stands in the order cells, gates.
 *
 * @param blocks B
 * @param cellsPerBlock S
 * @param inputGate first column of the input gates; {@link #ABSENT} if there are none
 * @param forgetGate first column of the forget gates
 * @param outputGate first column of the output gates
 * @param cells first column of the cells, and so the number of gates
 * @param fedBack how many units are fed back
 * @param biased how many columns, from the first on, have a bias
 */
public record BlockColumns(
    int blocks,
    int cellsPerBlock,
    int inputGate,
    int forgetGate,
    int outputGate,
    int cells,
    int fedBack,
    int biased) {
  /** Stands for the column of a gate that does not exist. */
  public static final int ABSENT = -1;

  /** The columns of a layer. */
  public static BlockColumns of(CellOptions options) {
    MemoryBlockOptions own = options.memoryBlocks();
    int blocks = options.hiddenSize() / own.cellsPerBlock();
    int next = 0;
    int input = own.inputGate() ? next : ABSENT;
    next += own.inputGate() ? blocks : 0;
    int forget = own.forgetGate() ? next : ABSENT;
    next += own.forgetGate() ? blocks : 0;
    int output = own.outputGate() ? next : ABSENT;
    next += own.outputGate() ? blocks : 0;
    int fedBack =
        switch (own.feedback()) {
          case NONE -> 0;
          case CELLS -> options.hiddenSize();
          case CELLS_AND_GATES -> options.hiddenSize() + next;
        };
    int biased =
        switch (own.biasedUnits()) {
          case NONE -> 0;
          case GATES -> next;
          case ALL -> next + options.hiddenSize();
        };
    return new BlockColumns(
        blocks, own.cellsPerBlock(), input, forget, output, next, fedBack, biased);
  }

  /** H: cells of all blocks. */
  public int hiddenSize() {
    return blocks * cellsPerBlock;
  }

  /** Columns of the pre-activations. */
  public int count() {
    return cells + hiddenSize();
  }

  /** How many of what is fed back are gates: all or none. */
  public int gatesFedBack() {
    return Math.max(0, fedBack - hiddenSize());
  }

  /** Row of a gate's peepholes, from the first column of its kind. */
  public int peepholeRow(int gate) {
    return gate / blocks;
  }
}
