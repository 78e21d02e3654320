package org.keepgate.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.StackOptions;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/**
 * Outputs of the float kernels against ONNX Runtime's operators LSTM, GRU and RNN, with random
 * different weights for every gate, sequences of unequal lengths, and both directions. The
 * converters of the gates' orders live here and nowhere else.
 */
@DisplayName("ONNX Runtime, an outside oracle of RNN, GRU and LSTM")
class OnnxRuntimeTest {
  private static final int FEATURES = 3;
  private static final int HIDDEN = 5;
  private static final int[] LENGTHS = {9, 7, 4, 1}; // longest first: the order of packed rows

  /** Two float32 implementations with other polynomials, over nine steps. */
  private static final float TOLERANCE = 2e-6f;

  @ParameterizedTest(name = "{0}, two directions: {1}")
  @CsvSource({
    "lstm, false", "lstm, true",
    "lstm-peephole, false", "lstm-peephole, true",
    "coupled-gates, false", "coupled-gates, true",
    "gru, false", "gru, true",
    "gru-reset-after, false", "gru-reset-after, true",
    "rnn, false", "rnn, true"
  })
  @DisplayName("agrees on every output of every step, and on where each direction ends")
  void agrees(String cell, boolean bidirectional) throws OrtException {
    int directions = bidirectional ? 2 : 1;
    NetworkSpec spec = spec(cell, directions, Readout.EVERY_STEP);
    float[] parameters = randomWithOpenHead(spec);
    float[][] features = features();
    Outputs expected = oracle(cell, spec, parameters, features, directions);
    float[][][] actual = outputs(spec, parameters, features);
    NetworkSpec last = spec(cell, directions, Readout.LAST_STEP);
    float[][][] actualLast = outputs(last, parameters, features);
    double largest = 0;
    for (int row = 0; row < LENGTHS.length; row++) {
      for (int step = 0; step < LENGTHS[row]; step++) {
        assertArrayEquals(expected.steps()[row][step], actual[row][step], TOLERANCE);
      }
      assertArrayEquals(expected.last()[row], actualLast[row][LENGTHS[row] - 1], TOLERANCE);
      for (float value : expected.last()[row]) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    assertTrue(largest > 0.1, "the oracle's outputs are not all near zero");
  }

  private static NetworkSpec spec(String cell, int directions, Readout readout) {
    return NetworkSpec.of(
            SequenceFormat.forecaster(FEATURES, directions * HIDDEN, readout), cell, HIDDEN)
        .withStack(StackOptions.of(1).withBidirectional(directions == 2));
  }

  /**
   * What the operator says.
   *
   * @param steps by sequence, step and column
   * @param last by sequence and column: the last state of each direction
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Outputs(float[][][] steps, float[][] last) {}

  /** Random weights; the head is the identity, so that the network's outputs are the layer's. */
  private static float[] randomWithOpenHead(NetworkSpec spec) {
    RandomStream random = new RandomStream(17);
    ParameterLayout layout = spec.layout();
    float[] parameters = new float[layout.size()];
    for (int j = 0; j < parameters.length; j++) {
      parameters[j] = (float) (random.nextDouble() * 1.6 - 0.8);
    }
    ParameterView weights = layout.view("head.weights");
    ParameterView bias = layout.view("head.bias");
    for (int row = 0; row < weights.rows(); row++) {
      parameters[bias.index(0, row)] = 0;
      for (int column = 0; column < weights.columns(); column++) {
        parameters[weights.index(row, column)] = row == column ? 1 : 0;
      }
    }
    return parameters;
  }

  private static float[][] features() {
    RandomStream random = new RandomStream(23);
    float[][] features = new float[LENGTHS.length][];
    for (int row = 0; row < LENGTHS.length; row++) {
      features[row] = new float[LENGTHS[row] * FEATURES];
      for (int j = 0; j < features[row].length; j++) {
        features[row][j] = (float) (random.nextDouble() * 4 - 2);
      }
    }
    return features;
  }

  /** The network's outputs, by sequence, step and column. */
  private static float[][][] outputs(NetworkSpec spec, float[] parameters, float[][] features) {
    int columns = spec.format().outputSize();
    boolean last = spec.format().readout() == Readout.LAST_STEP;
    SequenceBlockBuilder block = SequenceBlock.builder(spec.format());
    for (int row = 0; row < features.length; row++) {
      block.add(
          Sequence.ofFeatures("row " + row, features[row], FEATURES)
              .withValues(new float[(last ? 1 : LENGTHS[row]) * columns]));
    }
    SequenceShare share = new SequenceShare(spec.format(), List.of(block.build()));
    BatchPlan plan = Batcher.plan(share, LENGTHS.length, 1, 0, 0, false);
    Minibatch batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    float[][][] outputs = new float[LENGTHS.length][LENGTHS[0]][columns];
    try (Network network = new Network(spec, Gemm.chosen(), LENGTHS.length, batch.totalRows())) {
      network.setParameters(parameters);
      MetricSums sums = new MetricSums(spec.format().targetKind(), columns);
      network.forward(batch, new float[spec.carriedSize(LENGTHS.length)], false, 0, sums);
      for (int step = 0; step < batch.steps(); step++) {
        for (int row = 0; row < batch.rows(step); row++) {
          if (!last || step == batch.length(row) - 1) {
            network.outputs(batch.firstRow(step) + row, outputs[batch.sequence(row)][step]);
          }
        }
      }
    }
    return outputs;
  }

  private static Outputs oracle(
      String cell, NetworkSpec spec, float[] parameters, float[][] features, int directions)
      throws OrtException {
    int batch = LENGTHS.length;
    int steps = LENGTHS[0];
    OnnxOperands operands = OnnxOperands.of(cell, spec.layout(), parameters, directions);
    OnnxModel model = operands.model(steps, batch, FEATURES, HIDDEN);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    List<OnnxTensor> tensors = new ArrayList<>();
    try (OrtSession session = environment.createSession(model.bytes())) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      for (Map.Entry<String, OnnxOperands.Operand> entry : operands.all().entrySet()) {
        OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(entry.getValue().values()), entry.getValue().shape());
        inputs.put(entry.getKey(), tensor);
      }
      inputs.put(
          "X",
          OnnxTensor.createTensor(
              environment,
              FloatBuffer.wrap(padded(features)),
              new long[] {steps, batch, FEATURES}));
      inputs.put(
          "lengths",
          OnnxTensor.createTensor(environment, IntBuffer.wrap(LENGTHS), new long[] {batch}));
      tensors.addAll(inputs.values());
      try (OrtSession.Result result = session.run(inputs)) {
        float[][][][] y = (float[][][][]) result.get(0).getValue(); // [T, D, B, H]
        float[][][] yH = (float[][][]) result.get(1).getValue(); // [D, B, H]
        float[][][] outputs = new float[batch][steps][directions * HIDDEN];
        float[][] last = new float[batch][directions * HIDDEN];
        for (int row = 0; row < batch; row++) {
          for (int direction = 0; direction < directions; direction++) {
            System.arraycopy(yH[direction][row], 0, last[row], direction * HIDDEN, HIDDEN);
          }
          for (int step = 0; step < LENGTHS[row]; step++) {
            for (int direction = 0; direction < directions; direction++) {
              System.arraycopy(
                  y[step][direction][row], 0, outputs[row][step], direction * HIDDEN, HIDDEN);
            }
          }
        }
        return new Outputs(outputs, last);
      }
    } finally {
      tensors.forEach(OnnxTensor::close);
    }
  }

  private static float[] padded(float[][] features) {
    int batch = LENGTHS.length;
    float[] padded = new float[LENGTHS[0] * batch * FEATURES];
    for (int row = 0; row < batch; row++) {
      for (int step = 0; step < LENGTHS[row]; step++) {
        int to = (step * batch + row) * FEATURES;
        System.arraycopy(features[row], step * FEATURES, padded, to, FEATURES);
      }
    }
    return padded;
  }
}
