package org.keepgate.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * The weights of a first layer in the order and shape of ONNX's operators: LSTM i o f c, peepholes
 * i o f; GRU z r h; a gate that we have not got is zero.
 */
final class OnnxOperands {
  /** A tensor: a final class, because a record of arrays has no equality. */
  static final class Operand {
    private final float[] values;
    private final long[] shape;

    Operand(float[] values, long... shape) {
      this.values = values;
      this.shape = shape;
    }

    float[] values() {
      return values;
    }

    long[] shape() {
      return shape;
    }
  }

  private final String cell;
  private final ParameterLayout layout;
  private final float[] parameters;
  private final int directions;
  private final Map<String, Operand> operands = new LinkedHashMap<>();

  private OnnxOperands(String cell, ParameterLayout layout, float[] parameters, int directions) {
    this.cell = cell;
    this.layout = layout;
    this.parameters = parameters;
    this.directions = directions;
  }

  static OnnxOperands of(String cell, ParameterLayout layout, float[] parameters, int directions) {
    OnnxOperands operands = new OnnxOperands(cell, layout, parameters, directions);
    switch (cell) {
      case "lstm", "lstm-peephole" -> operands.weights("i f g o", "i o f g");
      case "coupled-gates" -> operands.weights("i g o", "i o f g");
      case "gru", "gru-reset-after" -> operands.weights("r z n", "z r n");
      case "rnn" -> operands.weights("h", "h");
      default -> throw new IllegalArgumentException(cell);
    }
    return operands;
  }

  Map<String, Operand> all() {
    return operands;
  }

  /** The operator with these operands; X and the lengths are the caller's. */
  OnnxModel model(int steps, int batch, int features, int hidden) {
    String operator = cell.equals("rnn") ? "RNN" : cell.startsWith("gru") ? "GRU" : "LSTM";
    OnnxModel model = new OnnxModel(operator).input("X", steps, batch, features);
    for (String name : List.of("W", "R", "B")) {
      Operand operand = operands.get(name);
      model.input(name, Objects.requireNonNull(operand).shape());
    }
    model.integers("lengths", batch);
    Operand peepholes = operands.get("P");
    if (peepholes != null) {
      model.skip().skip().input("P", peepholes.shape()); // initial_h, initial_c
    }
    model.attribute("hidden_size", hidden);
    model.attribute("direction", directions == 2 ? "bidirectional" : "forward");
    if (cell.equals("coupled-gates")) {
      model.attribute("input_forget", 1);
    }
    if (cell.equals("gru-reset-after")) {
      model.attribute("linear_before_reset", 1);
    }
    return model;
  }

  /** Gates of ours and of ONNX in their orders, by letter. */
  private void weights(String ourOrder, String onnxOrder) {
    List<String> ours = List.of(ourOrder.split(" "));
    List<String> theirs = List.of(onnxOrder.split(" "));
    int hidden = layout.view("head.weights").columns() / directions;
    int features = layout.view("layers.0.forward.inputWeights").columns();
    float[] w = new float[directions * theirs.size() * hidden * features];
    float[] r = new float[directions * theirs.size() * hidden * hidden];
    float[] b = new float[directions * 2 * theirs.size() * hidden];
    for (int direction = 0; direction < directions; direction++) {
      String layer = direction == 0 ? "layers.0.forward." : "layers.0.backward.";
      for (int gate = 0; gate < theirs.size(); gate++) {
        String letter = theirs.get(gate);
        int block = direction * theirs.size() + gate;
        int row = ours.indexOf(letter) * hidden;
        if (row < 0) {
          continue;
        }
        copy(layout.view(layer + "inputWeights"), row, hidden, w, block * hidden * features);
        ParameterView recurrent = recurrent(layer, letter);
        int recurrentRow = recurrent.name().endsWith("candidateWeights") ? 0 : row;
        copy(recurrent, recurrentRow, hidden, r, block * hidden * hidden);
        int bias = (direction * 2 * theirs.size() + gate) * hidden;
        vector(layout.view(layer + "bias"), row, hidden, b, bias);
        if (cell.equals("gru-reset-after") && letter.equals("n")) {
          int recurrentBias = bias + theirs.size() * hidden;
          vector(layout.view(layer + "recurrentBias"), 0, hidden, b, recurrentBias);
        }
      }
    }
    long gates = (long) theirs.size() * hidden;
    operands.put("W", new Operand(w, directions, gates, features));
    operands.put("R", new Operand(r, directions, gates, hidden));
    operands.put("B", new Operand(b, directions, 2 * gates));
    if (cell.equals("lstm-peephole") || cell.equals("coupled-gates")) {
      operands.put("P", new Operand(peepholes(hidden), directions, 3L * hidden));
    }
  }

  private ParameterView recurrent(String layer, String letter) {
    boolean candidate = cell.equals("gru") && letter.equals("n");
    return layout.view(layer + (candidate ? "candidateWeights" : "recurrentWeights"));
  }

  private float[] peepholes(int hidden) {
    // rows of ours: i f o, or i o where f = 1 − i; of ONNX: i o f
    int[] rows = cell.equals("coupled-gates") ? new int[] {0, 1, -1} : new int[] {0, 2, 1};
    float[] peepholes = new float[directions * 3 * hidden];
    for (int direction = 0; direction < directions; direction++) {
      String layer = direction == 0 ? "layers.0.forward." : "layers.0.backward.";
      ParameterView view = layout.view(layer + "peepholes");
      for (int gate = 0; gate < 3; gate++) {
        if (rows[gate] >= 0) {
          copy(view, rows[gate], 1, peepholes, (direction * 3 + gate) * hidden);
        }
      }
    }
    return peepholes;
  }

  private void copy(ParameterView view, int firstRow, int rows, float[] into, int at) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < view.columns(); column++) {
        into[at++] = parameters[view.index(firstRow + row, column)];
      }
    }
  }

  private void vector(ParameterView view, int first, int count, float[] into, int at) {
    for (int j = 0; j < count; j++) {
      into[at + j] = parameters[view.index(0, first + j)];
    }
  }
}
