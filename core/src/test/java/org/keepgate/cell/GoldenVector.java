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
import java.util.Set;
import java.util.TreeSet;
import org.keepgate.network.NetworkSpec;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;

/**
 * One entry of golden_vectors.json: a cell of formula weights over x(t, j) = cos(0.3 (t I + j)),
 * made in double by another implementation, with loss ½ Σ h².
 *
 * <p>The network stands in for it with an identity for a head and zeros for targets: its loss at a
 * step is 1/H Σ h².
 */
final class GoldenVector {
  private static final JsonNode ALL = read();
  private static final String LAYER = "layers.0.forward.";
  private static final int INPUTS = 2;
  private static final int STEPS = 3;

  /** Float arithmetic over three steps: some ten roundings of 1e-7 behind one another. */
  private static final double TOLERANCE = 3e-6;

  /** Where an element of the vector's matrices lives in ours, if anywhere. */
  interface Place {
    Optional<Element> of(String name, int row, int column);
  }

  /** An element of a view of the layer; of vectors the row is 0. */
  record Element(String view, int row, int column) {}

  private final String name;
  private final Place place;
  private final JsonNode vector;
  private final int hiddenSize;
  private double worst;

  GoldenVector(String name, Place place) {
    this.name = name;
    this.place = place;
    vector = ALL.get(name);
    hiddenSize = vector.get("h").get(0).size();
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper()
          .readTree(GoldenVector.class.getResourceAsStream("/golden/golden_vectors.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Holds a cell to the vector; returns the worst error relative to max(1, |v|). */
  double check(String cell) {
    NetworkSpec spec =
        NetworkSpec.of(
            SequenceFormat.forecaster(INPUTS, hiddenSize, Readout.EVERY_STEP), cell, hiddenSize);
    float[] parameters = parameters(spec.layout());
    boolean starts = !vector.has("init");
    try (CellTrial trial = new CellTrial(spec, List.of(sequence(starts ? 0 : STEPS)), STEPS)) {
      int index = starts ? 0 : 1; // only a minibatch that continues starts from a state
      double loss = trial.loss(parameters, index, start(trial)) * hiddenSize / 2;
      assertClose(vector.get("loss").asDouble(), loss, "loss");
      for (int t = 0; t < STEPS; t++) {
        for (int j = 0; j < hiddenSize; j++) {
          assertClose(vector.get("h").get(t).get(j).asDouble(), trial.outputs(t)[j], "h");
        }
      }
      checkGradient(spec.layout(), trial.gradient(parameters, index, start(trial)));
    }
    return worst;
  }

  private float[] start(CellTrial trial) {
    float[] start = trial.carried();
    if (vector.has("init")) {
      int at = 0;
      for (String part : List.of("h0", "c0")) {
        for (JsonNode value : vector.get("init").get(part)) {
          start[at++] = (float) value.asDouble();
        }
      }
    }
    return start;
  }

  private Sequence sequence(int stepsBefore) {
    float[] features = new float[(stepsBefore + STEPS) * INPUTS];
    for (int k = 0; k < STEPS * INPUTS; k++) {
      features[stepsBefore * INPUTS + k] = (float) StrictMath.cos(0.3 * k);
    }
    return Sequence.ofFeatures(name, features, INPUTS)
        .withValues(new float[(stepsBefore + STEPS) * hiddenSize]);
  }

  /**
   * p_k = 0.5 sin(0.7 (k + 1)) for the vector's k-th element; gains are 1, the head the identity.
   */
  private float[] parameters(ParameterLayout layout) {
    double[] sums = new double[layout.size()];
    Set<String> unset = new TreeSet<>(layout.views().stream().map(ParameterView::name).toList());
    int[] k = {0};
    forEachElement(
        (matrix, row, column) -> {
          double value = 0.5 * StrictMath.sin(0.7 * ++k[0]);
          place.of(matrix, row, column).ifPresent(at -> sums[index(layout, at)] += value);
          place.of(matrix, row, column).ifPresent(at -> unset.remove(LAYER + at.view()));
        });
    ParameterView head = layout.view("head.weights");
    for (int j = 0; j < hiddenSize; j++) {
      sums[head.index(j, j)] = 1;
    }
    for (ParameterView view : layout.views()) {
      if (view.name().endsWith("Gain")) {
        Arrays.fill(sums, view.offset(), view.offset() + view.size(), 1);
      }
    }
    unset.removeIf(view -> view.startsWith("head") || view.endsWith("Gain"));
    unset.remove(LAYER + "cellBias");
    assertTrue(unset.isEmpty(), unset + " have no value in the vector");
    float[] parameters = new float[sums.length];
    for (int j = 0; j < sums.length; j++) {
      parameters[j] = (float) sums[j];
    }
    return parameters;
  }

  private void checkGradient(ParameterLayout layout, float[] gradient) {
    int[] checked = {0};
    forEachElement(
        (matrix, row, column) ->
            place
                .of(matrix, row, column)
                .ifPresent(
                    at -> {
                      JsonNode values = vector.get("grad").get(matrix);
                      JsonNode value =
                          values.get(0).isArray()
                              ? values.get(row).get(column)
                              : values.get(column);
                      double ours = gradient[index(layout, at)] * (double) hiddenSize / 2;
                      assertClose(value.asDouble(), ours, matrix + "[" + row + "," + column + "]");
                      checked[0]++;
                    }));
    assertTrue(checked[0] > 20, checked[0] + " elements of the gradient were compared");
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
