package org.keepgate.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keepgate.network.NetworkSpec;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;

/**
 * Outputs, loss and gradient of a cell of formula weights over x(t, j) = cos(0.3 (t I + j)), made
 * in double by another implementation, with a loss ½ Σ (h − target)².
 *
 * <p>The network stands in for it with an identity for a head: its loss at a step is the mean of (h
 * − target)².
 */
abstract class CellVector {
  private static final String LAYER = "layers.0.forward.";

  /** Float arithmetic over a few steps: some ten roundings of 1e-7 behind one another. */
  private static final double TOLERANCE = 3e-6;

  /** An element of a view of the layer; of vectors the row is 0. */
  record Element(String view, int row, int column) {}

  final JsonNode vector;
  final int hiddenSize;
  private final String name;
  private final int inputs;
  private final int steps;
  private double worst;

  CellVector(String file, String name, int inputs) {
    this.name = name;
    this.inputs = inputs;
    vector = read(file).get(name);
    hiddenSize = vector.get("h").get(0).size();
    steps = vector.get("h").size();
  }

  private static JsonNode read(String file) {
    try {
      return new ObjectMapper().readTree(CellVector.class.getResourceAsStream("/golden/" + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where an element of the vector's matrices lives in ours, if anywhere. */
  abstract Optional<Element> place(String matrix, int row, int column);

  /** The k-th element of the vector's parameters. */
  abstract double parameter(int k, String matrix);

  /** Output j of step t that has no loss. */
  abstract double target(int t, int j);

  /** State that the first step starts from, nothing for zeros. */
  abstract double[] initialState();

  /** The vector's loss, as ½ Σ (h − target)². */
  abstract double loss();

  /** Holds a cell to the vector; returns the worst error relative to max(1, |v|). */
  final double check(CellOptions options) {
    NetworkSpec spec =
        NetworkSpec.of(
            SequenceFormat.forecaster(inputs, hiddenSize, Readout.EVERY_STEP), resized(options));
    float[] parameters = parameters(spec.layout());
    boolean starts = initialState().length == 0;
    try (CellTrial trial = new CellTrial(spec, List.of(sequence(starts ? 0 : steps)), steps)) {
      int index = starts ? 0 : 1; // only a minibatch that continues starts from a state
      double loss = trial.loss(parameters, index, start(trial)) * hiddenSize / 2;
      assertClose(loss(), loss, "loss");
      for (int t = 0; t < steps; t++) {
        for (int j = 0; j < hiddenSize; j++) {
          assertClose(vector.get("h").get(t).get(j).asDouble(), trial.outputs(t)[j], "h");
        }
      }
      checkGradient(spec.layout(), trial.gradient(parameters, index, start(trial)));
    }
    return worst;
  }

  private CellOptions resized(CellOptions options) {
    return new CellOptions(
        options.name(),
        hiddenSize,
        options.clipPreActivationGradient(),
        options.forgetBias(),
        options.activation(),
        options.memoryBlocks());
  }

  private float[] start(CellTrial trial) {
    float[] start = trial.carried();
    for (int j = 0; j < initialState().length; j++) {
      start[j] = (float) initialState()[j];
    }
    return start;
  }

  private Sequence sequence(int stepsBefore) {
    float[] features = new float[(stepsBefore + steps) * inputs];
    float[] targets = new float[(stepsBefore + steps) * hiddenSize];
    for (int k = 0; k < steps * inputs; k++) {
      features[stepsBefore * inputs + k] = (float) StrictMath.cos(0.3 * k);
    }
    for (int k = 0; k < steps * hiddenSize; k++) {
      targets[stepsBefore * hiddenSize + k] = (float) target(k / hiddenSize, k % hiddenSize);
    }
    return Sequence.ofFeatures(name, features, inputs).withValues(targets);
  }

  /** The vector's parameters in our places; the head is the identity. */
  private float[] parameters(ParameterLayout layout) {
    double[] sums = initialGains(layout);
    int[] k = {0};
    forEachElement(
        (matrix, row, column) -> {
          double value = parameter(k[0]++, matrix);
          place(matrix, row, column).ifPresent(at -> sums[index(layout, at)] += value);
        });
    ParameterView head = layout.view("head.weights");
    for (int j = 0; j < hiddenSize; j++) {
      sums[head.index(j, j)] = 1;
    }
    float[] parameters = new float[sums.length];
    for (int j = 0; j < sums.length; j++) {
      parameters[j] = (float) sums[j];
    }
    return parameters;
  }

  /** Gains that the vector does not have are 1. */
  private double[] initialGains(ParameterLayout layout) {
    double[] parameters = new double[layout.size()];
    for (ParameterView view : layout.views()) {
      String own = view.name().substring(view.name().lastIndexOf('.') + 1);
      if (own.endsWith("Gain") && !vector.get("shapes").has(own)) {
        Arrays.fill(parameters, view.offset(), view.offset() + view.size(), 1);
      }
    }
    return parameters;
  }

  private void checkGradient(ParameterLayout layout, float[] gradient) {
    int[] checked = {0};
    forEachElement(
        (matrix, row, column) ->
            place(matrix, row, column)
                .ifPresent(
                    at -> {
                      double ours = gradient[index(layout, at)] * (double) hiddenSize / 2;
                      String what = matrix + "[" + row + "," + column + "]";
                      assertClose(expectedGradient(matrix, row, column), ours, what);
                      checked[0]++;
                    }));
    assertTrue(checked[0] > 20, checked[0] + " elements of the gradient were compared");
  }

  private double expectedGradient(String matrix, int row, int column) {
    JsonNode values = vector.get("grad").get(matrix);
    return (values.get(0).isArray() ? values.get(row).get(column) : values.get(column)).asDouble();
  }

  private static int index(ParameterLayout layout, Element at) {
    return layout.view(LAYER + at.view()).index(at.row(), at.column());
  }

  private interface Visitor {
    void visit(String matrix, int row, int column);
  }

  private void forEachElement(Visitor visitor) {
    for (JsonNode matrix : vector.get("order")) {
      JsonNode shape = vector.get("shapes").get(matrix.asText());
      int rows = shape.size() == 2 ? shape.get(0).asInt() : 1;
      int columns = shape.get(shape.size() - 1).asInt();
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          visitor.visit(matrix.asText(), row, column);
        }
      }
    }
  }

  private void assertClose(double expected, double actual, String what) {
    double scale = Math.max(1, Math.abs(expected));
    assertEquals(expected, actual, TOLERANCE * scale, name + ": " + what);
    worst = Math.max(worst, Math.abs(expected - actual) / scale);
  }

  @Override
  public String toString() {
    return name;
  }
}
