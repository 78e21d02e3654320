package org.keepgate.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keepgate.cell.CellSpec;
import org.keepgate.cell.Cells;
import org.keepgate.cell.RecurrentCell;
import org.keepgate.cell.RecurrentProduct;
import org.keepgate.head.HeadKind;
import org.keepgate.head.OutputHeads;
import org.keepgate.head.SymbolClasses;
import org.keepgate.parameter.Initializers;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/** The cells of a network and the views of their parameters, in the order of the data's way up. */
final class NetworkParameters {
  /**
   * Views of one layer: everything that multiplies, and the bias.
   *
   * @param skipWeights of the network's input, above the first level with skip connections
   */
  record Layer(
      RecurrentCell cell,
      ParameterView inputWeights,
      @Nullable ParameterView skipWeights,
      List<ParameterView> recurrentWeights,
      @Nullable ParameterView bias) {}

  /**
   * Views of the head: what multiplies each of its sources, and the bias.
   *
   * @param weights of the top level
   * @param lowerWeights of the levels below it, from the lowest up, with skip connections
   * @param directWeights of the network's input
   */
  record Head(
      ParameterView weights,
      List<ParameterView> lowerWeights,
      @Nullable ParameterView directWeights,
      @Nullable ParameterView bias) {}

  /** Views of a class-factored softmax. */
  record FactoredHead(
      ParameterView classWeights,
      ParameterView classBias,
      ParameterView weights,
      ParameterView bias) {}

  private final NetworkSpec spec;
  private final ParameterLayout layout;
  private final @Nullable ParameterView embedding;
  private final List<List<Layer>> levels = new ArrayList<>(); // the directions of each level
  private final Head head;
  private final @Nullable FactoredHead factoredHead;

  NetworkParameters(NetworkSpec spec) {
    this.spec = spec;
    ParameterLayout.Builder builder = ParameterLayout.builder();
    embedding =
        spec.usesEmbedding()
            ? builder
                .scope("embedding")
                .matrix("weights", spec.format().inputSize(), spec.embeddingSize())
            : null;
    int columns = inputColumns();
    for (int level = 0; level < spec.stack().numLayers(); level++) {
      List<Layer> directions = new ArrayList<>();
      directions.add(layer(builder.scope("layers." + level + ".forward"), level, columns));
      if (spec.stack().bidirectional()) {
        directions.add(layer(builder.scope("layers." + level + ".backward"), level, columns));
      }
      levels.add(directions);
      columns = spec.stack().directions() * directions.get(0).cell().spec().outputSize();
    }
    ParameterLayout.Scope own = builder.scope("head");
    head = head(own, columns);
    factoredHead = factoredHead(own, columns);
    layout = builder.build();
  }

  private Head head(ParameterLayout.Scope own, int columns) {
    int rows = OutputHeads.width(spec.format(), spec.head());
    ParameterView weights = own.matrix("weights", rows, columns);
    ParameterView bias = spec.head().bias() ? own.vector("bias", rows) : null;
    List<ParameterView> lower = new ArrayList<>();
    for (int k = 0; spec.stack().skipConnections() && k < spec.stack().numLayers() - 1; k++) {
      lower.add(own.matrix("layers." + k + ".weights", rows, columns));
    }
    ParameterView direct =
        spec.stack().directInput() ? networkInput(own, "directWeights", rows) : null;
    return new Head(weights, lower, direct, bias);
  }

  private @Nullable FactoredHead factoredHead(ParameterLayout.Scope own, int columns) {
    if (spec.head().kind() != HeadKind.CLASS_FACTORED_SOFTMAX) {
      return null;
    }
    int classes = SymbolClasses.of(spec.head(), spec.format().outputSize()).count();
    ParameterView weights = own.matrix("classWeights", classes, columns);
    return new FactoredHead(
        weights,
        own.vector("classBias", classes),
        head.weights(),
        Objects.requireNonNull(head.bias()));
  }

  private Layer layer(ParameterLayout.Scope own, int level, int inputColumns) {
    RecurrentCell cell = Cells.create(spec.cell());
    CellSpec sizes = cell.spec();
    int rows = sizes.preActivationColumns();
    ParameterView input =
        level == 0
            ? networkInput(own, "inputWeights", rows)
            : own.matrix("inputWeights", rows, inputColumns);
    ParameterView skip =
        level > 0 && spec.stack().skipConnections() ? networkInput(own, "skipWeights", rows) : null;
    List<ParameterView> recurrent = new ArrayList<>();
    for (RecurrentProduct product : sizes.products()) {
      recurrent.add(own.matrix(product.name(), product.columns(), product.operandColumns()));
    }
    ParameterView bias = sizes.biasColumns() > 0 ? own.vector("bias", sizes.biasColumns()) : null;
    cell.register(own);
    return new Layer(cell, input, skip, recurrent, bias);
  }

  /** Weights of what the network is fed with; of symbols they are stored column after column. */
  private ParameterView networkInput(ParameterLayout.Scope own, String name, int rows) {
    return spec.format().symbols() && !spec.usesEmbedding()
        ? own.columnMajorMatrix(name, rows, inputColumns())
        : own.matrix(name, rows, inputColumns());
  }

  /** Columns of what the network is fed with: features, vectors of symbols, or symbols. */
  private int inputColumns() {
    return spec.usesEmbedding() ? spec.embeddingSize() : spec.format().inputSize();
  }

  ParameterLayout layout() {
    return layout;
  }

  @Nullable ParameterView embedding() {
    return embedding;
  }

  /** The directions of each level, from the lowest level up. */
  List<List<Layer>> levels() {
    return levels;
  }

  Head head() {
    return head;
  }

  /** The views of a class-factored softmax; none for other heads. */
  @Nullable FactoredHead factoredHead() {
    return factoredHead;
  }

  /** Fresh parameters: weights as the options say, embedding uniform in ±0.1. */
  float[] initial(long seed) {
    float[] parameters = new float[layout.size()];
    if (embedding != null) {
      Initializers.uniform(parameters, embedding, 0.1, seed);
    }
    for (List<Layer> directions : levels) {
      for (Layer layer : directions) {
        start(parameters, layer.inputWeights(), true, seed);
        if (layer.skipWeights() != null) {
          start(parameters, layer.skipWeights(), true, seed);
        }
        for (ParameterView weights : layer.recurrentWeights()) {
          switch (spec.initialization().recurrent()) {
            case SAME -> start(parameters, weights, true, seed);
            case ORTHOGONAL -> Initializers.orthogonal(parameters, weights, seed);
            case IDENTITY -> Initializers.identity(parameters, weights);
          }
        }
        layer.cell().initialize(parameters, layer.bias(), seed);
      }
    }
    start(parameters, head.weights(), false, seed);
    for (ParameterView weights : head.lowerWeights()) {
      start(parameters, weights, false, seed);
    }
    if (head.directWeights() != null) {
      start(parameters, head.directWeights(), false, seed);
    }
    if (factoredHead != null) {
      start(parameters, factoredHead.classWeights(), false, seed);
    }
    return parameters;
  }

  /** Sets weights at random; of gates each is a matrix of H rows by itself. */
  private void start(float[] parameters, ParameterView weights, boolean ofGates, long seed) {
    int hiddenSize = spec.cell().hiddenSize();
    int rows = ofGates ? Math.min(weights.rows(), hiddenSize) : weights.rows();
    double scale = spec.initialization().scale();
    switch (spec.initialization().weights()) {
      case SCALED_UNIFORM ->
          Initializers.uniform(parameters, weights, 1 / StrictMath.sqrt(hiddenSize), seed);
      case UNIFORM -> Initializers.uniform(parameters, weights, scale, seed);
      case NORMAL -> Initializers.normal(parameters, weights, scale, seed);
      case GLOROT_UNIFORM -> {
        double limit = StrictMath.sqrt(6.0 / (rows + weights.columns()));
        Initializers.uniform(parameters, weights, limit, seed);
      }
    }
  }
}
