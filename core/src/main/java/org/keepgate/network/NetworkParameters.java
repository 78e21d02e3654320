package org.keepgate.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.cell.CellSpec;
import org.keepgate.cell.Cells;
import org.keepgate.cell.RecurrentCell;
import org.keepgate.cell.RecurrentProduct;
import org.keepgate.parameter.Initializers;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/** The cells of a network and the views of their parameters, in the order of the data's way up. */
final class NetworkParameters {
  /** Views of one layer: everything that multiplies, and the bias. */
  record Layer(
      RecurrentCell cell,
      ParameterView inputWeights,
      List<ParameterView> recurrentWeights,
      ParameterView bias) {}

  private final NetworkSpec spec;
  private final ParameterLayout layout;
  private final @Nullable ParameterView embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final ParameterView headWeights;
  private final ParameterView headBias;

  NetworkParameters(NetworkSpec spec) {
    this.spec = spec;
    ParameterLayout.Builder builder = ParameterLayout.builder();
    embedding =
        spec.usesEmbedding()
            ? builder
                .scope("embedding")
                .matrix("weights", spec.format().inputSize(), spec.embeddingSize())
            : null;
    int columns = spec.usesEmbedding() ? spec.embeddingSize() : spec.format().inputSize();
    for (int level = 0; level < spec.numLayers(); level++) {
      boolean fedBySymbols = level == 0 && spec.format().symbols() && !spec.usesEmbedding();
      layers.add(layer(builder.scope("layers." + level + ".forward"), columns, fedBySymbols));
      columns = spec.hiddenSize();
    }
    ParameterLayout.Scope head = builder.scope("head");
    headWeights = head.matrix("weights", spec.format().outputSize(), columns);
    headBias = head.vector("bias", spec.format().outputSize());
    layout = builder.build();
  }

  private Layer layer(ParameterLayout.Scope own, int inputColumns, boolean fedBySymbols) {
    RecurrentCell cell =
        Cells.create(
            spec.cell(), spec.hiddenSize(), spec.clipPreActivationGradient(), spec.forgetBias());
    CellSpec sizes = cell.spec();
    int rows = sizes.preActivationColumns();
    ParameterView input =
        fedBySymbols
            ? own.columnMajorMatrix("inputWeights", rows, inputColumns)
            : own.matrix("inputWeights", rows, inputColumns);
    List<ParameterView> recurrent = new ArrayList<>();
    for (RecurrentProduct product : sizes.products()) {
      recurrent.add(own.matrix(product.name(), product.columns(), product.operandColumns()));
    }
    ParameterView bias = own.vector("bias", rows);
    cell.register(own);
    return new Layer(cell, input, recurrent, bias);
  }

  ParameterLayout layout() {
    return layout;
  }

  @Nullable ParameterView embedding() {
    return embedding;
  }

  List<Layer> layers() {
    return layers;
  }

  ParameterView headWeights() {
    return headWeights;
  }

  ParameterView headBias() {
    return headBias;
  }

  /**
   * Fresh parameters: weights uniform in ±1/√H (the scale of a sum of H terms), embedding uniform
   * in ±0.1, biases zero but for what the cell asks for.
   */
  float[] initial(long seed) {
    float[] parameters = new float[layout.size()];
    double limit = 1 / StrictMath.sqrt(spec.hiddenSize());
    if (embedding != null) {
      Initializers.uniform(parameters, embedding, 0.1, seed);
    }
    for (Layer layer : layers) {
      Initializers.uniform(parameters, layer.inputWeights(), limit, seed);
      for (ParameterView weights : layer.recurrentWeights()) {
        Initializers.uniform(parameters, weights, limit, seed);
      }
      layer.cell().initialize(parameters, layer.bias(), seed);
    }
    Initializers.uniform(parameters, headWeights, limit, seed);
    return parameters;
  }
}
