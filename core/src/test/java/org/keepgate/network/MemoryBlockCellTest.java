package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.cell.BiasedUnits;
import org.keepgate.cell.CellActivation;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Feedback;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.cell.VanillaActivation;
import org.keepgate.math.RandomStream;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SequenceFormat;

@DisplayName("Memory blocks of 1997: golden vectors, initial biases, refusals")
class MemoryBlockCellTest {
  /** float32 against float64 vectors. */
  private static final double TOLERANCE = 3e-6;

  private static final MemoryBlockOptions CLASSIC = MemoryBlockOptions.classic();

  /** Where an element of the vectors' matrices lives in ours. */
  private record Place(String view, int row, int column) {}

  private interface Places {
    Place of(String name, int row, int column);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("two blocks of two cells have the values and the gradient of golden B")
  void goldenB(boolean truncated) throws IOException {
    JsonNode golden = golden(truncated ? "B_lstm1997_truncated" : "B_lstm1997_full");
    MemoryBlockOptions blocks = CLASSIC.withCellsPerBlock(2).withTruncatedGradient(truncated);
    NetworkSpec spec = spec(CellOptions.memoryBlocks(2, blocks), 1);
    float[] parameters = fill(golden, spec, MemoryBlockCellTest::placeInB);
    try (LayerRun run = new LayerRun(spec, parameters, inputs(4))) {
      float[] dOutputs = new float[4 * 4];
      double[] dHead = new double[5];
      ParameterView head = spec.layout().view("head.weights");
      ParameterView headBias = spec.layout().view("head.bias");
      for (int t = 0; t < 4; t++) { // E = ½ Σ (target − out)², out = σ(W_k y + b)
        double net = parameters[headBias.offset()];
        for (int c = 0; c < 4; c++) {
          net += parameters[head.offset() + c] * run.output(t, c);
        }
        double out = 1 / (1 + Math.exp(-net));
        assertClose(golden.get("out").get(t).get(0), out, "out at " + t);
        double delta = (out - 0.25 * (t + 1)) * out * (1 - out);
        for (int c = 0; c < 4; c++) {
          dOutputs[t * 4 + c] = (float) (delta * parameters[head.offset() + c]);
          dHead[c] += delta * run.output(t, c);
          assertClose(golden.get("s").get(t).get(c), run.state(t, 8 + c), "s at " + t);
        }
        dHead[4] += delta;
      }
      float[] gradient = run.backward(dOutputs);
      for (int c = 0; c < 4; c++) {
        gradient[head.offset() + c] = (float) dHead[c];
      }
      gradient[headBias.offset()] = (float) dHead[4];
      checkGradient(golden, spec, gradient, MemoryBlockCellTest::placeInB);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("forget gates and peepholes have the values and the gradient of golden A")
  void goldenA(boolean truncated) throws IOException {
    JsonNode golden = golden(truncated ? "A_peephole_lstm_truncated" : "A_peephole_lstm_full");
    MemoryBlockOptions blocks =
        CLASSIC
            .withForgetGate(true)
            .withPeepholes(true)
            .withFeedback(Feedback.CELLS)
            .withActivations(CellActivation.TANH, CellActivation.TANH)
            .withTruncatedGradient(truncated);
    NetworkSpec spec = spec(CellOptions.memoryBlocks(2, blocks), 1);
    float[] parameters = fill(golden, spec, MemoryBlockCellTest::placeInA);
    try (LayerRun run = new LayerRun(spec, parameters, inputs(3))) {
      float[] dOutputs = new float[3 * 2];
      for (int t = 0; t < 3; t++) { // E = ½ Σ h²
        for (int c = 0; c < 2; c++) {
          dOutputs[t * 2 + c] = run.output(t, c);
          assertClose(golden.get("h").get(t).get(c), run.output(t, c), "h at " + t);
          assertClose(golden.get("c").get(t).get(c), run.state(t, 2 + c), "c at " + t);
        }
      }
      checkGradient(golden, spec, run.backward(dOutputs), MemoryBlockCellTest::placeInA);
    }
  }

  @Test
  @DisplayName("the truncated gradient is far from the full one, and equal in the last step")
  void truncatedDiffersFromFull() {
    for (int steps : new int[] {1, 6}) {
      float[] truncated = randomGradient(true, steps);
      float[] full = randomGradient(false, steps);
      double difference = 0;
      double size = 0;
      for (int j = 0; j < full.length; j++) {
        difference += Math.abs(full[j] - truncated[j]);
        size += Math.abs(full[j]);
      }
      assertTrue(steps == 1 ? difference == 0 : difference > 0.05 * size, "of " + steps);
    }
  }

  private static float[] randomGradient(boolean truncated, int steps) {
    MemoryBlockOptions blocks =
        CLASSIC.withCellsPerBlock(2).withForgetGate(true).withTruncatedGradient(truncated);
    NetworkSpec spec = spec(CellOptions.memoryBlocks(2, blocks), 1);
    float[] parameters = new float[spec.layout().size()];
    RandomStream random = new RandomStream(3);
    for (int j = 0; j < parameters.length; j++) {
      parameters[j] = (float) (random.nextDouble() * 2 - 1);
    }
    try (LayerRun run = new LayerRun(spec, parameters, inputs(steps))) {
      float[] dOutputs = new float[steps * 4];
      for (int j = 0; j < dOutputs.length; j++) {
        dOutputs[j] = (float) (random.nextDouble() * 2 - 1);
      }
      return run.backward(dOutputs);
    }
  }

  @Test
  @DisplayName(
      "error through the carousel does not depend, to the bit, on the steps between (A.39)")
  void constantErrorFlow() {
    MemoryBlockOptions blocks =
        CLASSIC
            .withCellsPerBlock(2)
            .withOutputGate(false) // so that error enters as it is, whatever the last state
            .withActivations(CellActivation.SCALED_LOGISTIC, CellActivation.IDENTITY);
    NetworkSpec spec = spec(CellOptions.memoryBlocks(2, blocks), 1);
    float[] parameters = spec.initialParameters(7);
    ParameterView weights = spec.layout().view("layers.0.forward.inputWeights");
    float[] shortest = new float[0];
    for (int between : new int[] {0, 10, 300}) {
      RandomStream random = new RandomStream(between);
      float[] features = new float[2 * (between + 2)]; // the first alone is of feature 0
      features[0] = 0.7f;
      for (int t = 1; t < between + 2; t++) {
        features[2 * t + 1] = (float) (4 * random.nextDouble() - 2);
      }
      try (LayerRun run = new LayerRun(spec, parameters, features)) {
        float[] dOutputs = new float[4 * (between + 2)];
        System.arraycopy(new float[] {0.3f, -0.7f, 1.1f, 0.2f}, 0, dOutputs, 4 * between + 4, 4);
        float[] gradient = run.backward(dOutputs);
        float[] ofFirst = new float[weights.rows()];
        for (int row = 0; row < ofFirst.length; row++) {
          ofFirst[row] = gradient[weights.index(row, 0)];
          assertTrue(ofFirst[row] != 0, "row " + row);
        }
        shortest = shortest.length == 0 ? ofFirst : shortest;
        assertArrayEquals(shortest, ofFirst, between + " steps between");
      }
    }
  }

  @Test
  @DisplayName("gates start with the biases of their block")
  void biasesByBlock() {
    MemoryBlockOptions blocks =
        CLASSIC
            .withCellsPerBlock(2)
            .withForgetGate(true)
            .withBiasedUnits(BiasedUnits.GATES)
            .withInputGateBias(-1, -2)
            .withOutputGateBias(-0.5, -0.5)
            .withForgetBiasStep(0.5);
    NetworkSpec spec = spec(CellOptions.memoryBlocks(3, blocks).withForgetBias(0.5), 1);
    ParameterView bias = spec.layout().view("layers.0.forward.bias");
    float[] parameters = spec.initialParameters(1);
    float[] expected = {-1, -3, -5, 0.5f, 1, 1.5f, -0.5f, -1, -1.5f};
    assertEquals(expected.length, bias.size());
    for (int j = 0; j < expected.length; j++) {
      assertEquals(expected[j], parameters[bias.offset() + j], "column " + j);
    }
  }

  @Test
  @DisplayName("blocks are refused by name where they make no sense")
  void refusals() {
    String message = refusal(() -> CellOptions.memoryBlocks(1, CLASSIC.withCellsPerBlock(0)));
    assertTrue(message.contains("cellsPerBlock"), message);
    message =
        refusal(
            () ->
                new CellOptions(
                    "lstm-1997", 5, 0, 1, VanillaActivation.TANH, CLASSIC.withCellsPerBlock(2)));
    assertTrue(message.contains("multiple of cellsPerBlock"), message);
    message =
        refusal(
            () ->
                new CellOptions(
                    "lstm", 4, 0, 1, VanillaActivation.TANH, CLASSIC.withPeepholes(true)));
    assertTrue(message.contains("lstm-1997"), message);
    message = refusal(() -> CLASSIC.withBiasedUnits(BiasedUnits.NONE).withInputGateBias(-1, -1));
    assertTrue(message.contains("inputGateBias"), message);
    message = refusal(() -> CLASSIC.withForgetBiasStep(1));
    assertTrue(message.contains("forgetBiasStep"), message);
    message =
        refusal(
            () -> CLASSIC.withInputGate(false).withOutputGate(false).withPeepholes(true).gates());
    assertTrue(message.contains("peepholes"), message);
  }

  private static String refusal(Runnable attempt) {
    return assertThrows(IllegalArgumentException.class, attempt::run).toString();
  }

  private static NetworkSpec spec(CellOptions cell, int outputs) {
    return NetworkSpec.of(SequenceFormat.forecaster(2, outputs, Readout.EVERY_STEP), cell);
  }

  /** x_j(t) = cos(0.3 (2t + j)) */
  private static float[] inputs(int steps) {
    float[] features = new float[2 * steps];
    for (int k = 0; k < features.length; k++) {
      features[k] = (float) Math.cos(0.3 * k);
    }
    return features;
  }

  private static Place placeInB(String name, int row, int column) {
    if (name.equals("W_k")) {
      return column < 4 ? new Place("head.weights", row, column) : new Place("head.bias", 0, row);
    }
    int own = Map.of("W_in", 0, "W_out", 2, "W_c", 4).getOrDefault(name, -1) + row;
    return column < 2
        ? layer("inputWeights", own, column)
        : column < 10 ? layer("recurrentWeights", own, column - 2) : layer("bias", 0, own);
  }

  private static Place placeInA(String name, int row, int column) {
    char gate = name.charAt(name.length() - 1);
    int own = "ifoc".indexOf(gate) * 2;
    return switch (name.substring(0, name.indexOf('_'))) {
      case "Wx" -> layer("inputWeights", own + row, column);
      case "Wh" -> layer("recurrentWeights", own + row, column);
      case "b" -> layer("bias", 0, own + column);
      default -> layer("peepholes", "ifo".indexOf(gate), column);
    };
  }

  private static Place layer(String view, int row, int column) {
    return new Place("layers.0.forward." + view, row, column);
  }

  /** Our parameters, with p_k = 0.5 sin(0.7 (k + 1)) at the place of the vectors' k-th element. */
  private static float[] fill(JsonNode golden, NetworkSpec spec, Places places) {
    float[] parameters = new float[spec.layout().size()];
    int k = 0;
    for (JsonNode name : golden.get("order")) {
      for (int row = 0; row < rows(golden, name); row++) {
        for (int column = 0; column < columns(golden, name); column++) {
          int at = index(spec, places.of(name.asText(), row, column));
          parameters[at] = (float) (0.5 * Math.sin(0.7 * ++k));
        }
      }
    }
    return parameters;
  }

  private static void checkGradient(
      JsonNode golden, NetworkSpec spec, float[] gradient, Places places) {
    for (JsonNode name : golden.get("order")) {
      JsonNode values = golden.get("grad").get(name.asText());
      for (int row = 0; row < rows(golden, name); row++) {
        for (int column = 0; column < columns(golden, name); column++) {
          JsonNode value =
              values.get(0).isArray() ? values.get(row).get(column) : values.get(column);
          float ours = gradient[index(spec, places.of(name.asText(), row, column))];
          assertClose(value, ours, name + " " + row + " " + column);
        }
      }
    }
  }

  private static int index(NetworkSpec spec, Place place) {
    return spec.layout().view(place.view()).index(place.row(), place.column());
  }

  private static int rows(JsonNode golden, JsonNode name) {
    JsonNode shape = golden.get("shapes").get(name.asText());
    return shape.size() == 2 ? shape.get(0).asInt() : 1;
  }

  private static int columns(JsonNode golden, JsonNode name) {
    JsonNode shape = golden.get("shapes").get(name.asText());
    return shape.get(shape.size() - 1).asInt();
  }

  private static void assertClose(JsonNode expected, double actual, String what) {
    double value = expected.asDouble();
    assertEquals(value, actual, TOLERANCE * Math.max(1, Math.abs(value)), what);
  }

  private static JsonNode golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            MemoryBlockCellTest.class.getResourceAsStream("/golden/golden_vectors.json"))) {
      return new ObjectMapper().readTree(in).get(name);
    }
  }
}
