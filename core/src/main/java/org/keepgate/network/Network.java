package org.keepgate.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.keepgate.cell.CellAnatomy;
import org.keepgate.cell.CellSpec;
import org.keepgate.head.HeadOptions;
import org.keepgate.head.MetricSink;
import org.keepgate.head.OutputHead;
import org.keepgate.head.OutputHeads;
import org.keepgate.head.SymbolClasses;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.RandomStream;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SequenceFormat;

/**
 * A stack of recurrent layers between an input and a head, with the workspace to run it: forward,
 * loss, and back-propagation through time.
 *
 * <p>A network holds no parameters of its own, it is given the flat array. It belongs to the thread
 * that made it, allocates nothing after that, and frees its native memory on {@link #close}.
 */
public final class Network implements AutoCloseable {
  private static final long INPUT_NOISE = -1; // beside the levels' numbers in their seeds

  private final NetworkSpec spec;
  private final NetworkParameters parameterViews;
  private final GemmSession session;
  private final int maxRows;
  private final int capacity;
  private final @Nullable Embedding embedding;
  private final Signal inputs; // N × I, of features or embedded symbols
  private final List<Level> levels = new ArrayList<>();
  private final OutputLayer head;
  private final GaussianNoise inputNoise;
  private final float[] noisy; // features with noise, where there is some
  private float[] parameters = new float[0];
  private boolean leadsBack;

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
    try {
      SequenceFormat format = spec.format();
      boolean dense = !format.symbols() || spec.usesEmbedding();
      int columns = spec.usesEmbedding() ? spec.embeddingSize() : format.inputSize();
      Matrix values = Workspace.matrix(session, dense ? capacity : 1, dense ? columns : 1);
      ParameterView table = parameterViews.embedding();
      Matrix error = table == null ? null : Workspace.matrix(session, capacity, columns);
      embedding = table == null || error == null ? null : new Embedding(table, values, error);
      inputs = new Signal(values, error);
      inputNoise = new GaussianNoise(spec.regularization().inputNoise());
      noisy = new float[spec.regularization().inputNoise() > 0 ? capacity * columns : 0];
      Signal below = inputs;
      for (List<NetworkParameters.Layer> directions : parameterViews.levels()) {
        boolean residual = spec.stack().residual() && !levels.isEmpty();
        Level level = level(directions, below, residual);
        levels.add(level);
        below = level.output();
      }
      head = head(below);
    } catch (RuntimeException | Error e) {
      session.close(); // nobody else could
      throw e;
    }
  }

  /** A network that takes one sequence step by step, with its parameters. */
  static Network ofOneRow(NetworkSpec spec, Gemm gemm, float[] parameters) {
    Network network = new Network(spec, gemm, 1, 1);
    try {
      network.setParameters(parameters);
      return network;
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  private OutputLayer head(Signal top) {
    TargetRows rows = new TargetRows(capacity);
    SequenceFormat format = spec.format();
    boolean ends = spec.stack().bidirectional() && format.readout() == Readout.LAST_STEP;
    GatheredRows topRows = GatheredRows.ofLevel(session, rows, top, ends);
    HeadOptions options = spec.head();
    NetworkParameters.FactoredHead factored = parameterViews.factoredHead();
    if (factored != null) {
      SymbolClasses classes = SymbolClasses.of(options, format.outputSize());
      return new FactoredSoftmaxLayer(
          session, classes, options.clipGradient(), factored, rows, topRows);
    }
    NetworkParameters.Head views = parameterViews.head();
    OutputHead own = OutputHeads.create(format, options);
    Matrix outputs = Workspace.matrix(session, capacity, own.width());
    List<InputProjection> projections = new ArrayList<>();
    projections.add(
        new GatheredProjection(session, rows, topRows, views.weights(), false, outputs));
    for (int level = 0; level < views.lowerWeights().size(); level++) {
      Signal output = levels.get(level).output();
      GatheredRows lower = GatheredRows.ofLevel(session, rows, output, ends);
      ParameterView weights = views.lowerWeights().get(level);
      projections.add(new GatheredProjection(session, rows, lower, weights, true, outputs));
    }
    ParameterView direct = views.directWeights();
    if (direct != null) {
      projections.add(
          direct.columnMajor()
              ? new GatheredSymbols(rows, direct, outputs)
              : new GatheredProjection(
                  session,
                  rows,
                  GatheredRows.ofInputs(session, rows, inputs),
                  direct,
                  true,
                  outputs));
    }
    return new HeadLayer(
        own, format, options.clipGradient(), rows, projections, outputs, views.bias());
  }

  private Level level(List<NetworkParameters.Layer> views, Signal below, boolean residual) {
    List<LayerBuffers> buffers = new ArrayList<>();
    List<Matrix> hidden = new ArrayList<>();
    for (NetworkParameters.Layer layer : views) {
      CellSpec sizes = layer.cell().spec();
      LayerBuffers own = LayerBuffers.of(session, sizes, maxRows, capacity);
      buffers.add(own);
      hidden.add(own.states().columns(0, sizes.outputSize()));
    }
    int columns = hidden.stream().mapToInt(Matrix::columns).sum();
    boolean joined = hidden.size() > 1 || residual;
    boolean copied = joined || spec.regularization().dropout() > 0;
    Matrix values = copied ? Workspace.matrix(session, capacity, columns) : hidden.get(0);
    Matrix error = errors(columns);
    List<RecurrentLayer> layers = new ArrayList<>();
    int column = 0;
    for (int direction = 0; direction < buffers.size(); direction++) {
      Matrix own = error.columns(column, hidden.get(direction).columns());
      layers.add(layer(views.get(direction), buffers.get(direction), below, own, direction));
      column += own.columns();
    }
    Dropout dropout =
        spec.regularization().dropout() == 0
            ? null
            : new Dropout(
                spec.regularization().dropout(),
                spec.regularization().variationalDropout(),
                joined ? values : hidden.get(0),
                values);
    Signal output = new Signal(values, error);
    return new Level(layers, hidden, output, residual ? below : null, dropout);
  }

  /**
   * The place of ∂L/∂outputs of a level. A level hands ∂L/∂inputs down when it has read all of its
   * own, so that a plain stack has one place for all.
   */
  private Matrix errors(int columns) {
    StackOptions stack = spec.stack();
    boolean plain = !stack.bidirectional() && !stack.skipConnections() && !stack.residual();
    Matrix above = plain && !levels.isEmpty() ? levels.get(0).output().error() : null;
    return above == null ? Workspace.matrix(session, capacity, columns) : above;
  }

  private RecurrentLayer layer(
      NetworkParameters.Layer views,
      LayerBuffers buffers,
      Signal below,
      Matrix dOutputs,
      int direction) {
    Bias bias = new Bias(views.bias(), buffers.preActivations().columns());
    boolean first = levels.isEmpty(); // its input may be the head's as well
    boolean shared = direction > 0 || (first ? feedsSeveral() : spec.stack().skipConnections());
    List<InputProjection> projections = new ArrayList<>();
    projections.add(projection(views.inputWeights(), bias, below, shared, buffers));
    if (views.skipWeights() != null) {
      projections.add(projection(views.skipWeights(), null, inputs, true, buffers));
    }
    double omega = spec.regularization().omega();
    RecurrentLayer.Penalty penalty =
        omega > 0 ? new RecurrentLayer.Penalty(omega, spec.cell().activation()) : null;
    return new RecurrentLayer(
        session, views, projections, buffers, dOutputs, direction > 0, penalty);
  }

  private InputProjection projection(
      ParameterView weights,
      @Nullable Bias bias,
      Signal below,
      boolean addsError,
      LayerBuffers buffers) {
    return weights.columnMajor()
        ? new SymbolProjection(weights, bias, buffers.preActivations())
        : new DenseProjection(session, weights, bias, below, addsError, buffers.preActivations());
  }

  /** Whether the network's input feeds more than the first level. */
  private boolean feedsSeveral() {
    return spec.stack().skipConnections() || spec.stack().directInput();
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
    for (int index = 0; index < levels.size(); index++) {
      levels.get(index).setParameters(parameters);
    }
    head.setParameters(parameters);
    session.weightsChanged();
  }

  /**
   * Runs a minibatch forward and adds the loss of every target to the sums.
   *
   * @param carried state of every level and row, {@link NetworkSpec#carriedSize} of at least the
   *     rows: read when the batch continues the one before, else zeros are taken; overwritten with
   *     the final state. Always the same array, or one of the same length.
   * @param training whether {@link #backward} may follow: otherwise nothing is kept for it
   * @param noiseSeed decides which values are dropped, and the input noise, when training
   */
  public void forward(
      Minibatch batch, float[] carried, boolean training, long noiseSeed, MetricSink sums) {
    requireFits(batch);
    leadsBack = training;
    if (embedding != null) {
      embedding.forward(batch);
    } else if (!spec.format().symbols()) {
      feed(batch, training, noiseSeed);
    }
    int carriedByLevel = carried.length / levels.size();
    for (int index = 0; index < levels.size(); index++) {
      Level level = levels.get(index);
      level.startFrom(carried, index * carriedByLevel, batch);
      level.forward(batch, parameters, training, RandomStream.mix(noiseSeed, index));
      level.carry(carried, index * carriedByLevel, batch);
    }
    head.forward(batch, training, sums);
  }

  private void feed(Minibatch batch, boolean training, long noiseSeed) {
    int count = batch.totalRows() * inputs.values().columns();
    float[] features = batch.features();
    if (training && spec.regularization().inputNoise() > 0) {
      inputNoise.add(features, noisy, count, RandomStream.mix(noiseSeed, INPUT_NOISE));
      features = noisy;
    }
    inputs.values().buffer().put(0, features, 0, count);
  }

  private void requireFits(Minibatch batch) {
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
    if (batch.continues() && spec.stack().bidirectional()) {
      throw new IllegalArgumentException(
          "bidirectional layers need whole sequences, the minibatch continues the one before");
    }
  }

  /**
   * Back-propagates the last forward pass through time. Inside, δ is the derivative of the sum of
   * the losses (what the clipping of pre-activation derivatives sees); the result is divided by
   * their number, or by the sum of their weights.
   *
   * @param gradient overwritten with the gradient of the mean loss per target, in the order of the
   *     layout
   * @throws IllegalStateException when the last forward pass was not one of training
   */
  public void backward(Minibatch batch, float[] gradient) {
    if (!leadsBack) {
      throw new IllegalStateException("the last forward pass was not one of training");
    }
    Matrix dInputs = inputs.error();
    if (dInputs != null && feedsSeveral()) { // all of them add to it
      dInputs.buffer().zero(0, batch.totalRows() * dInputs.stride());
    }
    head.backward(batch, gradient);
    for (int index = levels.size() - 1; index >= 0; index--) {
      levels.get(index).backward(batch, parameters, gradient);
    }
    if (embedding != null) {
      embedding.backward(batch, gradient);
    }
    float scale = head.weight() > 0 ? (float) (1 / head.weight()) : 0;
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] *= scale;
    }
    for (int index = 0; index < levels.size(); index++) {
      levels.get(index).addPenalties(batch, gradient);
    }
  }

  /**
   * Back-propagates the losses of some packed rows alone through time, and shows how much of them
   * reaches each earlier state. Penalties are left out.
   *
   * @param chosen the packed rows whose losses count
   * @param gradient scratch, as long as the parameters
   * @throws IllegalStateException when the last forward pass was not one of training
   */
  public void errorFlow(Minibatch batch, IntPredicate chosen, float[] gradient, ErrorTap tap) {
    if (!leadsBack) {
      throw new IllegalStateException("the last forward pass was not one of training");
    }
    Matrix dInputs = inputs.error();
    if (dInputs != null && feedsSeveral()) {
      dInputs.buffer().zero(0, batch.totalRows() * dInputs.stride());
    }
    head.backward(batch, gradient);
    int lowest = spec.stack().skipConnections() ? 0 : levels.size() - 1; // that the head reads
    for (int index = lowest; index < levels.size(); index++) {
      keepErrors(levels.get(index).output().error(), batch.totalRows(), chosen);
    }
    for (int index = levels.size() - 1; index >= 0; index--) {
      levels.get(index).backward(batch, parameters, gradient, norms(index, tap));
    }
  }

  private static void keepErrors(@Nullable Matrix errors, int rows, IntPredicate chosen) {
    for (int row = 0; errors != null && row < rows; row++) {
      if (!chosen.test(row)) {
        errors.buffer().zero(errors.offset() + row * errors.stride(), errors.columns());
      }
    }
  }

  private RecurrentLayer.StepTap norms(int level, ErrorTap tap) {
    CellSpec sizes = parameterViews.levels().get(level).get(0).cell().spec();
    CellAnatomy anatomy = spec.anatomy();
    float[] values = new float[sizes.stateSize()];
    return (time, rows, dState) -> {
      for (int row = 0; row < rows; row++) {
        dState.getRow(row, values, 0);
        double output = squares(values, 0, sizes.outputSize());
        double memory =
            anatomy.memoryColumn() == 0
                ? Double.NaN
                : squares(values, anatomy.memoryColumn(), anatomy.memoryUnits());
        tap.reached(level, time, row, output, memory);
      }
    };
  }

  private static double squares(float[] values, int from, int count) {
    double sum = 0;
    for (int j = from; j < from + count; j++) {
      sum += (double) values[j] * values[j];
    }
    return sum;
  }

  /**
   * Outputs of a packed row of the last forward pass, as the head defines them: probabilities,
   * values, or parameters of a density. Only rows with a target have any.
   *
   * @param into length {@link #outputWidth}
   */
  public void outputs(int packedRow, float[] into) {
    head.outputs(packedRow, into);
  }

  /**
   * Outputs of a packed row of the top level after the last forward pass, before any head: h, of
   * two directions [h→, h←].
   *
   * @param into length {@link NetworkSpec#topWidth}
   */
  public void topOutputs(int packedRow, float[] into) {
    Matrix top = levels.get(levels.size() - 1).output().values();
    top.buffer().get(top.offset() + packedRow * top.stride(), into, 0, top.columns());
  }

  /**
   * Activations of packed rows of a layer after a forward pass of training, before {@link
   * #backward}: gates in [0, 1], in the columns of the {@link NetworkSpec#anatomy}.
   *
   * @param direction 0 forward in time, 1 in reverse
   * @param column first column
   * @param into rows × width
   * @throws IllegalStateException when the last forward pass was not one of training
   */
  public void activations(
      int level, int direction, int firstRow, int rows, int column, int width, float[] into) {
    if (!leadsBack) {
      throw new IllegalStateException("the last forward pass was not one of training");
    }
    levels.get(level).direction(direction).activations(firstRow, rows, column, width, into);
  }

  /**
   * States of packed rows of a layer after a forward pass: h, or what the cell remembers, in the
   * columns of the {@link NetworkSpec#anatomy}.
   *
   * @param direction 0 forward in time, 1 in reverse
   * @param column first column, of the same part as the last
   * @param into rows × width
   */
  public void states(
      int level, int direction, int firstRow, int rows, int column, int width, float[] into) {
    levels.get(level).direction(direction).states(firstRow, rows, column, width, into);
  }

  /**
   * Scores the last forward pass once more: for whoever looks for the target that has spoilt a sum.
   * Also after {@link #backward}, whose place in the workspace it takes.
   *
   * @param sums are given every target with a loss, in the order of the packed rows (of losses of
   *     whole sequences: of the rows)
   */
  public void score(Minibatch batch, MetricSink sums) {
    head.forward(batch, true, sums);
  }

  /**
   * The first packed row, in time, whose output of a level is not finite after the last forward
   * pass; −1 if none is.
   */
  public int firstBadOutput(int level, Minibatch batch) {
    return FiniteRows.firstBad(levels.get(level).output().values(), batch.totalRows(), false);
  }

  /**
   * The packed row at which the last backward pass first met a derivative in a level that is not
   * finite; −1 if it met none.
   */
  public int firstBadError(int level, Minibatch batch) {
    return levels.get(level).firstBadError(batch.totalRows());
  }

  /** Levels of the stack. */
  public int levels() {
    return levels.size();
  }

  /** Numbers that a row of outputs has. */
  public int outputWidth() {
    return head.outputWidth();
  }

  /** Frees the workspace. */
  @Override
  public void close() {
    session.close();
  }
}
