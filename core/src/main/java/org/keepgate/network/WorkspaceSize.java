package org.keepgate.network;

import org.keepgate.head.HeadKind;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmTally;
import org.keepgate.parameter.ParameterView;

/**
 * The memory of a {@link Network}, known before it is made: a part that is always the same, one for
 * each sequence of a minibatch, and one for each packed row.
 *
 * <p>What is allocated with a session is counted on a network that takes no memory; what has a row
 * on the heap is named here.
 *
 * @param fixed bytes of weights, of their gradients and packed copies, and of scratch
 * @param ofSequence bytes for each sequence side by side
 * @param ofPackedRow bytes for each time step of each sequence
 */
public record WorkspaceSize(long fixed, long ofSequence, long ofPackedRow) {
  private static final int FEW = 2; // sequences and packed rows that are counted
  private static final int SCRATCH_ARRAYS = 24; // of a cell, at most
  private static final int SCRATCH_FLOATS = 1024;

  /** Of a network of this specification, on these products. */
  public static WorkspaceSize of(NetworkSpec spec, Gemm gemm) {
    long few = counted(spec, gemm, FEW, FEW);
    long ofSequence = counted(spec, gemm, FEW + 1, FEW) - few;
    long ofRow = counted(spec, gemm, FEW, FEW + 1) - few;
    return new WorkspaceSize(
        few - FEW * (ofSequence + ofRow) + scratch(spec), ofSequence, ofRow + heapRow(spec));
  }

  /** Bytes of a network for minibatches of at most this size. */
  public long bytes(long maxRows, long maxPackedRows) {
    return fixed + maxRows * ofSequence + maxPackedRows * ofPackedRow;
  }

  private static long counted(NetworkSpec spec, Gemm gemm, int maxRows, int maxPackedRows) {
    GemmTally tally = new GemmTally(gemm);
    new Network(spec, tally, maxRows, maxPackedRows).close();
    return tally.bytes();
  }

  /** A row of the masks, of the features with noise, and of the places of targets. */
  private static long heapRow(NetworkSpec spec) {
    RegularizationOptions regularization = spec.regularization();
    int directions = spec.stack().bidirectional() ? 2 : 1;
    long masks = (long) spec.stack().numLayers() * directions * spec.cell().hiddenSize();
    int inputs = spec.usesEmbedding() ? spec.embeddingSize() : spec.format().inputSize();
    int places = spec.head().kind() == HeadKind.CLASS_FACTORED_SOFTMAX ? 4 : 2;
    return Float.BYTES
        * ((regularization.dropout() > 0 ? masks : 0)
            + (regularization.inputNoise() > 0 ? inputs : 0)
            + places);
  }

  /** Rows that cells and heads work in, and sums of bias gradients in double. */
  private static long scratch(NetworkSpec spec) {
    int layers = spec.stack().numLayers() * (spec.stack().bidirectional() ? 2 : 1);
    long cell = (long) SCRATCH_ARRAYS * Math.max(SCRATCH_FLOATS, spec.cell().hiddenSize());
    long vectors = 0;
    for (ParameterView view : spec.layout().views()) {
      vectors += view.shape().length == 1 ? view.size() : 0;
    }
    return Float.BYTES * (layers * cell + 8 * vectors);
  }
}
