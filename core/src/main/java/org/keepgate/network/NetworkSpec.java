package org.keepgate.network;

import java.io.Serializable;
import org.keepgate.cell.CellAnatomy;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Cells;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.head.OutputHeads;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.TargetKind;

/**
 * Everything that decides the shape of a network and its arithmetic; with a flat parameter array it
 * is the whole model.
 *
 * @param format what goes in and what comes out
 * @param embeddingSize E: symbols become vectors of this size; 0 = a symbol feeds the gates
 *     directly
 * @param cell the cell of every layer
 * @param stack how layers stand on one another
 * @param head what is said about the targets, and the loss
 * @param regularization what is done only in training
 * @param initialization what the parameters are at first
 */
public record NetworkSpec(
    SequenceFormat format,
    int embeddingSize,
    CellOptions cell,
    StackOptions stack,
    HeadOptions head,
    RegularizationOptions regularization,
    InitializationOptions initialization)
    implements Serializable {

  public NetworkSpec {
    require(embeddingSize >= 0, "embeddingSize must be 0 or more, got " + embeddingSize);
    require(
        embeddingSize == 0 || format.symbols(),
        "embeddingSize is for symbols; features need none: set it to 0, got " + embeddingSize);
    require(
        !stack.bidirectional() || format.targetKind() != TargetKind.NEXT_SYMBOL,
        "bidirectional layers see the symbols that a language model has to predict: leave"
            + " bidirectional off");
    require(
        initialization.recurrent() != RecurrentStart.IDENTITY || cell.name().equals(Cells.RNN),
        "recurrentInitialization=identity is for the plain RNN (cell=rnn), got cell="
            + cell.name());
    require(
        regularization.inputNoise() == 0 || !format.symbols(),
        "inputNoise is for features, and symbols have none: set it to 0, got "
            + regularization.inputNoise());
    require(
        regularization.omega() == 0 || cell.name().equals(Cells.RNN),
        "omega is for the plain RNN (cell=rnn): set it to 0, got "
            + regularization.omega()
            + " with cell="
            + cell.name());
    head.requireFits(format);
    require(
        head.kind() != HeadKind.CLASS_FACTORED_SOFTMAX
            || (!stack.skipConnections() && !stack.directInput()),
        "a class-factored softmax is fed by the top layer alone: leave skipConnections and"
            + " directInput off");
  }

  /** One layer of a cell without embedding or dropout. */
  public static NetworkSpec of(SequenceFormat format, String cell, int hiddenSize) {
    return of(format, CellOptions.of(cell, hiddenSize));
  }

  /** One layer of a cell without embedding or dropout. */
  public static NetworkSpec of(SequenceFormat format, CellOptions cell) {
    return new NetworkSpec(
        format,
        0,
        cell,
        StackOptions.of(1),
        HeadOptions.usual(format),
        RegularizationOptions.none(),
        InitializationOptions.defaults());
  }

  public NetworkSpec withEmbeddingSize(int size) {
    return new NetworkSpec(format, size, cell, stack, head, regularization, initialization);
  }

  public NetworkSpec withCell(CellOptions other) {
    return new NetworkSpec(
        format, embeddingSize, other, stack, head, regularization, initialization);
  }

  public NetworkSpec withStack(StackOptions other) {
    return new NetworkSpec(
        format, embeddingSize, cell, other, head, regularization, initialization);
  }

  /** So many layers that each see only the one below. */
  public NetworkSpec withLayers(int numLayers) {
    return withStack(StackOptions.of(numLayers));
  }

  public NetworkSpec withRegularization(RegularizationOptions other) {
    return new NetworkSpec(format, embeddingSize, cell, stack, head, other, initialization);
  }

  public NetworkSpec withHead(HeadOptions other) {
    return new NetworkSpec(
        format, embeddingSize, cell, stack, other, regularization, initialization);
  }

  public NetworkSpec withDropout(double share) {
    return withRegularization(regularization.withDropout(share));
  }

  public NetworkSpec withInitialization(InitializationOptions other) {
    return new NetworkSpec(format, embeddingSize, cell, stack, head, regularization, other);
  }

  /** Where each parameter lives. */
  public ParameterLayout layout() {
    return new NetworkParameters(this).layout();
  }

  /** Where the gates and the memory of its cells are. */
  public CellAnatomy anatomy() {
    return Cells.create(cell).anatomy();
  }

  /** Fresh parameters in the order of the layout; the same seed gives the same bits. */
  public float[] initialParameters(long seed) {
    return new NetworkParameters(this).initial(seed);
  }

  /**
   * Length of the state that {@code batchSize} rows carry from segment to segment, all layers; 0
   * for bidirectional layers, which carry none.
   */
  public int carriedSize(int batchSize) {
    if (stack.bidirectional()) {
      return 0;
    }
    int stateSize = Cells.create(cell).spec().stateSize();
    return Math.multiplyExact(Math.multiplyExact(stack.numLayers(), batchSize), stateSize);
  }

  /**
   * Refuses a truncated BPTT that this network cannot do.
   *
   * @param segmentLength steps of a segment; 0 = full BPTT
   * @throws IllegalArgumentException when sequences are cut and layers are bidirectional, or losses
   *     are of whole sequences
   */
  public void requireSegments(int segmentLength) {
    require(
        segmentLength == 0 || !stack.bidirectional(),
        "bidirectional layers need whole sequences: set segmentLength to 0, got " + segmentLength);
    require(
        segmentLength == 0 || !needsWholeSequences(),
        "label sequences have losses of whole sequences: set segmentLength to 0, got "
            + segmentLength);
  }

  /** Numbers that a row of outputs has; see {@link HeadOptions}. */
  public int outputWidth() {
    return OutputHeads.width(format, head);
  }

  /** Outputs of the top level: of each direction as many as its layer has. */
  public int topWidth() {
    return stack.directions() * Cells.create(cell).spec().outputSize();
  }

  /** Whether a minibatch must not hold parts of sequences. */
  public boolean needsWholeSequences() {
    return stack.bidirectional() || format.targetKind() == TargetKind.LABEL_SEQUENCE;
  }

  /** Whether symbols become vectors before they reach the first layer. */
  boolean usesEmbedding() {
    return embeddingSize > 0;
  }

  private static void require(boolean claim, String message) {
    if (!claim) {
      throw new IllegalArgumentException(message);
    }
  }
}
