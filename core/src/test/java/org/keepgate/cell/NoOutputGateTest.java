package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("LSTM without output gate (NOG)")
class NoOutputGateTest extends RecurrentCellContract {
  NoOutputGateTest() {
    super("no-output-gate", new GoldenVector("A_variant_NOG", GoldenPlaces.lstm("ifc", "if")));
  }
}
