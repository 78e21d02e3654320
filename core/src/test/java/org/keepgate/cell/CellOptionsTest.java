package org.keepgate.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.StackOptions;
import org.keepgate.parameter.ParameterView;

@DisplayName("Options of cells")
class CellOptionsTest {
  @Test
  @DisplayName("that a cell does not have are refused by name")
  void refused() {
    assertRefused(
        "activation is an option of the cell rnn; lstm has none, got relu",
        () -> CellOptions.of("lstm", 3).withActivation(VanillaActivation.RELU));
    for (String cell : new String[] {"rnn", "gru", "mut1", "no-forget-gate", "lstm-1997"}) {
      assertRefused(
          "forgetBias is for cells with a forget gate; " + cell + " has none",
          () -> CellOptions.of(cell, 3).withForgetBias(2));
    }
    assertRefused("cell is one of [lstm, ", () -> CellOptions.of("elman", 3));
    assertRefused("hiddenSize must be positive, got 0", () -> CellOptions.of("rnn", 0));
    assertRefused(
        "clipPreActivationGradient must be 0 or more, got -1.0",
        () -> CellOptions.of("gru", 3).withClipPreActivationGradient(-1));
  }

  private static void assertRefused(String expected, Executable options) {
    String message = assertThrows(IllegalArgumentException.class, options).toString();
    assertTrue(message.contains(expected), message);
  }

  @ParameterizedTest
  @CsvSource({
    "lstm, 2, 3", // columns i f g o of two units
    "lstm-peephole, 2, 3",
    "no-input-gate, 0, 3", // f g o
    "coupled-gates, 0, -3", // i g o: f = 1 − i
    "full-gate-recurrence, 2, 3",
    "layer-norm-lstm, 2, 3"
  })
  @DisplayName("a forget bias opens the forget gates at first, and nothing else")
  void forgetBias(String cell, int first, float expected) {
    NetworkSpec spec =
        CellTrial.spec(CellOptions.of(cell, 2).withForgetBias(3), StackOptions.of(1));
    float[] parameters = spec.initialParameters(1);
    ParameterView bias = spec.layout().view("layers.0.forward.bias");
    for (int column = 0; column < bias.columns(); column++) {
      boolean opens = column == first || column == first + 1;
      assertEquals(opens ? expected : 0, parameters[bias.offset() + column]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rnn, 1, 0",
    "lstm, 4, 0",
    "lstm-peephole, 4, 3",
    "no-input-gate, 3, 2",
    "no-forget-gate, 3, 2",
    "no-output-gate, 3, 2",
    "no-input-activation, 4, 3",
    "no-output-activation, 4, 3",
    "coupled-gates, 3, 2",
    "gru, 3, 0",
    "mut2, 3, 0"
  })
  @DisplayName("absent gates have neither columns nor parameters")
  void parametersOfACell(String cell, int columns, int peepholes) {
    NetworkSpec spec = CellTrial.spec(CellOptions.of(cell, 2), StackOptions.of(1));
    int inputs = CellTrial.FEATURES;
    int layer = columns * 2 * (inputs + 2 + 1) + peepholes * 2;
    int head = CellTrial.OUTPUTS * (2 + 1);
    assertEquals(layer + head, spec.layout().parameterCount());
  }
}
