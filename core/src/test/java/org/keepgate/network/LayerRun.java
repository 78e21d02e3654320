package org.keepgate.network;

import java.util.List;
import org.keepgate.cell.CellSpec;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;

/** The lowest recurrent layer of a network alone, over one sequence of features. */
final class LayerRun implements AutoCloseable {
  private final NetworkSpec spec;
  private final float[] parameters;
  private final GemmSession session = Gemm.named("java").open();
  private final Minibatch batch;
  private final LayerBuffers buffers;
  private final Matrix dOutputs;
  private final RecurrentLayer layer;

  LayerRun(NetworkSpec spec, float[] parameters, float[] features) {
    this.spec = spec;
    this.parameters = parameters;
    int inputSize = spec.format().inputSize();
    int steps = features.length / inputSize;
    Sequence sequence =
        Sequence.ofFeatures("sequence", features, inputSize)
            .withValues(new float[steps * spec.format().outputSize()]);
    SequenceShare share =
        new SequenceShare(
            spec.format(), List.of(SequenceBlock.builder(spec.format()).add(sequence).build()));
    batch = new Minibatch(spec.format(), 1, steps);
    Batcher.plan(share, 1, 1, 0, 0, false).fill(0, batch);
    NetworkParameters.Layer views = new NetworkParameters(spec).levels().get(0).get(0);
    CellSpec sizes = views.cell().spec();
    buffers = LayerBuffers.of(session, sizes, 1, steps);
    Matrix inputs = Workspace.matrix(session, steps, inputSize);
    inputs.buffer().put(0, features, 0, features.length);
    dOutputs = Workspace.matrix(session, steps, sizes.outputSize());
    DenseProjection projection =
        new DenseProjection(
            session,
            views.inputWeights(),
            new Bias(views.bias(), sizes.preActivationColumns()),
            new Signal(inputs, null),
            false,
            buffers.preActivations());
    layer = new RecurrentLayer(session, views, List.of(projection), buffers, dOutputs, false, null);
    layer.setParameters(parameters);
    session.weightsChanged();
    layer.startFrom(new float[0], 0, batch);
    layer.forward(batch, parameters, true);
  }

  float output(int step, int column) {
    return state(step, column);
  }

  float state(int step, int column) {
    float[] row = new float[spec.layout().size()];
    buffers.states().getRow(step, row, 0);
    return row[column];
  }

  /** The gradient of the layer from ∂L/∂outputs, step after step. */
  float[] backward(float[] errors) {
    dOutputs.buffer().put(0, errors, 0, errors.length);
    float[] gradient = new float[spec.layout().size()];
    layer.backward(batch, parameters, gradient);
    return gradient;
  }

  @Override
  public void close() {
    session.close();
  }
}
