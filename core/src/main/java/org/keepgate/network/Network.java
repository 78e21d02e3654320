package org.keepgate.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.cell.CellSpec;
import org.keepgate.head.MetricSink;
import org.keepgate.head.OutputHead;
import org.keepgate.head.RegressionHead;
import org.keepgate.head.SoftmaxHead;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.RandomStream;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.TargetKind;

/**
 * A stack of recurrent layers between an input and a head, with the workspace to run it: forward,
 * loss, and back-propagation through time.
 *
 * <p>A network holds no parameters of its own, it is given the flat array. It belongs to the thread
 * that made it, allocates nothing after that, and frees its native memory on {@link #close}.
 */
public final class Network implements AutoCloseable {
  private final NetworkSpec spec;
  private final NetworkParameters parameterViews;
  private final GemmSession session;
  private final int maxRows;
  private final int capacity;
  private final @Nullable Embedding embedding;
  private final Matrix inputs; // N × I, of features or embedded symbols
  private final List<RecurrentLayer> layers = new ArrayList<>();
  private final List<Dropout> dropouts = new ArrayList<>(); // above each layer, or none
  private final Matrix dOutputs; // N × H: ∂L/∂outputs of the layer that is at work
  private final HeadLayer head;
  private float[] parameters = new float[0];

  /**
   * Makes the workspace.
   *
   * @param maxRows most sequences in a minibatch
   * @param maxPackedRows most packed rows in a minibatch: the sum of its lengths
   */
  public Network(NetworkSpec spec, Gemm gemm, int maxRows, int maxPackedRows) {
    this.spec = spec;
    this.maxRows = maxRows;
    capacity = maxPackedRows;
    parameterViews = new NetworkParameters(spec);
    session = gemm.open();
    SequenceFormat format = spec.format();
    dOutputs = Workspace.matrix(session, capacity, spec.hiddenSize());
    boolean dense = !format.symbols() || spec.usesEmbedding();
    int columns = spec.usesEmbedding() ? spec.embeddingSize() : format.inputSize();
    inputs = Workspace.matrix(session, dense ? capacity : 1, dense ? columns : 1);
    ParameterView table = parameterViews.embedding();
    Matrix dInputs = table == null ? null : Workspace.matrix(session, capacity, columns);
    embedding = table == null || dInputs == null ? null : new Embedding(table, inputs, dInputs);
    Matrix below = inputs;
    Matrix dBelow = dInputs;
    for (NetworkParameters.Layer layer : parameterViews.layers()) {
      below = addLayer(layer, below, dBelow);
      dBelow = dOutputs;
    }
    OutputHead outputs =
        format.targetKind() == TargetKind.VALUES
            ? new RegressionHead()
            : new SoftmaxHead(format.outputSize());
    head = new HeadLayer(session, outputs, format.targetKind(), parameterViews, below, dOutputs);
  }

  private Matrix addLayer(NetworkParameters.Layer layer, Matrix below, @Nullable Matrix dBelow) {
    CellSpec sizes = layer.cell().spec();
    Matrix preActivations = Workspace.matrix(session, capacity, sizes.preActivationColumns());
    Matrix states = Workspace.matrix(session, capacity, sizes.stateSize());
    InputProjection projection =
        layer.inputWeights().columnMajor()
            ? new SymbolProjection(layer.inputWeights(), layer.bias(), preActivations)
            : new DenseProjection(
                session, layer.inputWeights(), layer.bias(), below, dBelow, preActivations);
    layers.add(
        new RecurrentLayer(session, layer, projection, preActivations, states, dOutputs, maxRows));
    Matrix outputs = states.columns(0, sizes.outputSize());
    if (spec.dropout() == 0) {
      return outputs;
    }
    Matrix dropped = Workspace.matrix(session, capacity, sizes.outputSize());
    dropouts.add(new Dropout(spec.dropout(), outputs, dropped));
    return dropped;
  }

  /** Where each parameter lives. */
  public ParameterLayout layout() {
    return parameterViews.layout();
  }

  /**
   * Takes parameters, in the order of the layout; to be called again after every step of an
   * optimizer.
   *
   * @throws IllegalArgumentException when the length is not the layout's
   */
  public void setParameters(float[] newParameters) {
    if (newParameters.length != layout().size()) {
      throw new IllegalArgumentException(
          "the network has " + layout().size() + " parameters, got " + newParameters.length);
    }
    parameters = newParameters;
    if (embedding != null) {
      embedding.setParameters(parameters);
    }
    for (RecurrentLayer layer : layers) {
      layer.setParameters(parameters);
    }
    head.setParameters(parameters);
    session.weightsChanged();
  }

  /**
   * Runs a minibatch forward and adds the loss of every target to the sums.
   *
   * @param carried state of every layer and row, {@link NetworkSpec#carriedSize} of at least the
   *     rows: read when the batch continues the one before, else zeros are taken; overwritten with
   *     the final state. Always the same array, or one of the same length.
   * @param dropoutSeed decides which values are dropped when training
   */
  public void forward(
      Minibatch batch, float[] carried, boolean training, long dropoutSeed, MetricSink sums) {
    if (batch.batchSize() > maxRows || batch.totalRows() > capacity) {
      throw new IllegalArgumentException(
          "the workspace holds "
              + maxRows
              + " sequences and "
              + capacity
              + " packed rows, the"
              + " minibatch has "
              + batch.batchSize()
              + " and "
              + batch.totalRows());
    }
    if (embedding != null) {
      embedding.forward(batch);
    } else if (!spec.format().symbols()) {
      inputs.buffer().put(0, batch.features(), 0, batch.totalRows() * inputs.columns());
    }
    int carriedByLayer = carried.length / layers.size();
    for (int level = 0; level < layers.size(); level++) {
      RecurrentLayer layer = layers.get(level);
      layer.startFrom(carried, level * carriedByLayer, batch);
      layer.forward(batch, parameters);
      layer.carry(carried, level * carriedByLayer, batch);
      if (!dropouts.isEmpty()) {
        long seed = RandomStream.mix(dropoutSeed, level);
        dropouts.get(level).forward(batch.totalRows(), training, seed);
      }
    }
    head.forward(batch, sums);
  }

  /**
   * Back-propagates the last forward pass through time. Inside, δ is the derivative of the sum of
   * the losses (what the clipping of pre-activation derivatives sees); the result is divided by
   * their number.
   *
   * @param gradient overwritten with the gradient of the mean loss per target, in the order of the
   *     layout
   */
  public void backward(Minibatch batch, float[] gradient) {
    head.backward(batch, gradient);
    for (int level = layers.size() - 1; level >= 0; level--) {
      if (!dropouts.isEmpty()) {
        dropouts.get(level).backward(dOutputs, batch.totalRows());
      }
      layers.get(level).backward(batch, parameters, gradient);
    }
    if (embedding != null) {
      embedding.backward(batch, gradient);
    }
    float scale = 1f / Math.max(1, head.targets());
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] *= scale;
    }
  }

  /**
   * Probabilities or values of a packed row of the last forward pass; only rows with a target have
   * any.
   *
   * @param into length outputSize
   */
  public void outputs(int packedRow, float[] into) {
    head.outputs(packedRow, into);
  }

  /** Frees the workspace. */
  @Override
  public void close() {
    session.close();
  }
}
