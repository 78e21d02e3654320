package org.keepgate.cell;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * The memory blocks of a layer of {@link MemoryBlockCell}. The input and output gates of block b
 * have the initial bias {@code first + b·step}; so have the forget gates, from {@link
 * CellOptions#forgetBias} on.
 *
 * @param cellsPerBlock S: cells that share their block's gates
 * @param inputGate whether blocks have an input gate
 * @param outputGate whether blocks have an output gate
 * @param forgetGate whether blocks have a forget gate (Gers, Schmidhuber and Cummins, 2000)
 * @param peepholes whether the gates of a block see its cell states (Gers, Schraudolph and
 *     Schmidhuber, 2002)
 * @param feedback what the units see of the previous step
 * @param biasedUnits which units have a bias
 * @param cellInputActivation g
 * @param cellOutputActivation h
 * @param truncatedGradient whether error flows back in time through the cell states only (1997);
 *     false = the full gradient
 * @param inputGateBias first and step of the input gates
 * @param outputGateBias first and step of the output gates
 * @param forgetBiasStep step of the forget gates
 */
public record MemoryBlockOptions(
    int cellsPerBlock,
    boolean inputGate,
    boolean outputGate,
    boolean forgetGate,
    boolean peepholes,
    Feedback feedback,
    BiasedUnits biasedUnits,
    CellActivation cellInputActivation,
    CellActivation cellOutputActivation,
    boolean truncatedGradient,
    BlockBias inputGateBias,
    BlockBias outputGateBias,
    double forgetBiasStep)
    implements Serializable {

  /**
   * Initial biases of one kind of gate: −1, −1 gives −1, −2, −3 …
   *
   * @param first of the first block
   * @param step what each further block adds
   */
  public record BlockBias(double first, double step) implements Serializable {
    /** No bias. */
    public static final BlockBias ZERO = new BlockBias(0, 0);

    double of(int block) {
      return first + block * step;
    }

    boolean isFinite() {
      return Double.isFinite(first) && Double.isFinite(step);
    }
  }

  public MemoryBlockOptions {
    require(cellsPerBlock > 0, "cellsPerBlock must be positive, got " + cellsPerBlock);
    require(
        !peepholes || inputGate || outputGate || forgetGate,
        "peepholes need a gate: leave at least one of inputGate, forgetGate, outputGate on");
    require(
        inputGateBias.isFinite() && outputGateBias.isFinite() && Double.isFinite(forgetBiasStep),
        "initial biases of gates must be finite");
    boolean biased = biasedUnits != BiasedUnits.NONE;
    requireGate("inputGateBias", inputGateBias.equals(BlockBias.ZERO), inputGate && biased);
    requireGate("outputGateBias", outputGateBias.equals(BlockBias.ZERO), outputGate && biased);
    requireGate("forgetBiasStep", forgetBiasStep == 0, forgetGate && biased);
  }

  /**
   * The block of 1997: one cell, input and output gate, fed back with all units, the truncated
   * gradient.
   */
  public static MemoryBlockOptions classic() {
    return new MemoryBlockOptions(
        1,
        true,
        true,
        false,
        false,
        Feedback.CELLS_AND_GATES,
        BiasedUnits.ALL,
        CellActivation.SCALED_LOGISTIC,
        CellActivation.SCALED_LOGISTIC,
        true,
        BlockBias.ZERO,
        BlockBias.ZERO,
        0);
  }

  public MemoryBlockOptions withCellsPerBlock(int cells) {
    return with(draft -> draft.cellsPerBlock = cells);
  }

  public MemoryBlockOptions withInputGate(boolean gate) {
    return with(draft -> draft.inputGate = gate);
  }

  public MemoryBlockOptions withOutputGate(boolean gate) {
    return with(draft -> draft.outputGate = gate);
  }

  public MemoryBlockOptions withForgetGate(boolean gate) {
    return with(draft -> draft.forgetGate = gate);
  }

  public MemoryBlockOptions withPeepholes(boolean seen) {
    return with(draft -> draft.peepholes = seen);
  }

  public MemoryBlockOptions withFeedback(Feedback seen) {
    return with(draft -> draft.feedback = seen);
  }

  public MemoryBlockOptions withBiasedUnits(BiasedUnits units) {
    return with(draft -> draft.biasedUnits = units);
  }

  /** These options with other functions g and h. */
  public MemoryBlockOptions withActivations(CellActivation input, CellActivation output) {
    return with(
        draft -> {
          draft.cellInputActivation = input;
          draft.cellOutputActivation = output;
        });
  }

  public MemoryBlockOptions withTruncatedGradient(boolean truncated) {
    return with(draft -> draft.truncatedGradient = truncated);
  }

  /** These options with input gates whose bias starts at {@code first + b·step}. */
  public MemoryBlockOptions withInputGateBias(double first, double step) {
    return with(draft -> draft.inputGateBias = new BlockBias(first, step));
  }

  /** These options with output gates whose bias starts at {@code first + b·step}. */
  public MemoryBlockOptions withOutputGateBias(double first, double step) {
    return with(draft -> draft.outputGateBias = new BlockBias(first, step));
  }

  public MemoryBlockOptions withForgetBiasStep(double step) {
    return with(draft -> draft.forgetBiasStep = step);
  }

  /** Gates of a block. */
  public int gates() {
    return (inputGate ? 1 : 0) + (forgetGate ? 1 : 0) + (outputGate ? 1 : 0);
  }

  private MemoryBlockOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  private static void requireGate(String name, boolean unused, boolean biasedGate) {
    require(unused || biasedGate, name + " is set, but these blocks have no such gate with a bias");
  }

  private static void require(boolean claim, String message) {
    if (!claim) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A copy in which one option may still change. */
  private static final class Draft {
    private int cellsPerBlock;
    private boolean inputGate;
    private boolean outputGate;
    private boolean forgetGate;
    private boolean peepholes;
    private Feedback feedback;
    private BiasedUnits biasedUnits;
    private CellActivation cellInputActivation;
    private CellActivation cellOutputActivation;
    private boolean truncatedGradient;
    private BlockBias inputGateBias;
    private BlockBias outputGateBias;
    private double forgetBiasStep;

    Draft(MemoryBlockOptions options) {
      cellsPerBlock = options.cellsPerBlock;
      inputGate = options.inputGate;
      outputGate = options.outputGate;
      forgetGate = options.forgetGate;
      peepholes = options.peepholes;
      feedback = options.feedback;
      biasedUnits = options.biasedUnits;
      cellInputActivation = options.cellInputActivation;
      cellOutputActivation = options.cellOutputActivation;
      truncatedGradient = options.truncatedGradient;
      inputGateBias = options.inputGateBias;
      outputGateBias = options.outputGateBias;
      forgetBiasStep = options.forgetBiasStep;
    }

    MemoryBlockOptions options() {
      return new MemoryBlockOptions(
          cellsPerBlock,
          inputGate,
          outputGate,
          forgetGate,
          peepholes,
          feedback,
          biasedUnits,
          cellInputActivation,
          cellOutputActivation,
          truncatedGradient,
          inputGateBias,
          outputGateBias,
          forgetBiasStep);
    }
  }
}
