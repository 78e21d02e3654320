package org.keepgate.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    for (String cell : new String[] {"rnn", "gru", "gru-reset-after", "lstm-1997"}) {
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
  @ValueSource(strings = {"lstm", "lstm-peephole"})
  @DisplayName("a forget bias is the initial bias of the forget gates and of nothing else")
  void forgetBias(String cell) {
    NetworkSpec spec =
        CellTrial.spec(CellOptions.of(cell, 2).withForgetBias(3), StackOptions.of(1));
    float[] parameters = spec.initialParameters(1);
    ParameterView bias = spec.layout().view("layers.0.forward.bias");
    for (int column = 0; column < bias.columns(); column++) {
      float expected = column == 2 || column == 3 ? 3 : 0; // i f g o
      assertEquals(expected, parameters[bias.offset() + column]);
    }
  }
}
