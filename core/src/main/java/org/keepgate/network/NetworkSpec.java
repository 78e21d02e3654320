package org.keepgate.network;

import java.io.Serializable;
import org.keepgate.cell.Cells;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.sequence.SequenceFormat;

/**
 * Everything that decides the shape of a network and its arithmetic; with a flat parameter array it
 * is the whole model.
 *
 * @param format what goes in and what comes out
 * @param embeddingSize E: symbols become vectors of this size; 0 = a symbol feeds the gates
 *     directly
 * @param cell name of the cell, one of {@link Cells#names()}
 * @param hiddenSize H: units of each layer
 * @param numLayers layers stacked on one another
 * @param dropout share of the non-recurrent connections dropped in training (Zaremba et al., 2014)
 * @param clipPreActivationGradient bound of ∂(sum of losses)/∂pre-activation in the recursion
 *     (Graves, 2013); 0 = none
 * @param forgetBias initial bias of forget gates
 */
public record NetworkSpec(
    SequenceFormat format,
    int embeddingSize,
    String cell,
    int hiddenSize,
    int numLayers,
    double dropout,
    double clipPreActivationGradient,
    double forgetBias)
    implements Serializable {

  public NetworkSpec {
    require(embeddingSize >= 0, "embeddingSize must be 0 or more, got " + embeddingSize);
    require(
        embeddingSize == 0 || format.symbols(),
        "embeddingSize is for symbols; features need none: set it to 0, got " + embeddingSize);
    require(Cells.names().contains(cell), "cell is one of " + Cells.names() + ", got " + cell);
    require(hiddenSize > 0, "hiddenSize must be positive, got " + hiddenSize);
    require(
        4L * hiddenSize * hiddenSize <= Integer.MAX_VALUE,
        "hiddenSize must be at most 23170, so that the recurrent weights of four gates fit an array,"
            + " got "
            + hiddenSize);
    require(numLayers > 0, "numLayers must be positive, got " + numLayers);
    require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), got " + dropout);
    require(
        clipPreActivationGradient >= 0,
        "clipPreActivationGradient must be 0 or more, got " + clipPreActivationGradient);
    require(Double.isFinite(forgetBias), "forgetBias must be finite, got " + forgetBias);
  }

  /** Where each parameter lives. */
  public ParameterLayout layout() {
    return new NetworkParameters(this).layout();
  }

  /** Fresh parameters in the order of the layout; the same seed gives the same bits. */
  public float[] initialParameters(long seed) {
    return new NetworkParameters(this).initial(seed);
  }

  /** Length of the state that {@code batchSize} rows carry from segment to segment, all layers. */
  public int carriedSize(int batchSize) {
    int stateSize = Cells.create(cell, hiddenSize, 0, forgetBias).spec().stateSize();
    return Math.multiplyExact(Math.multiplyExact(numLayers, batchSize), stateSize);
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
