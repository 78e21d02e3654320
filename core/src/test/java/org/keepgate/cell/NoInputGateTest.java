package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("LSTM without input gate (NIG)")
class NoInputGateTest extends RecurrentCellContract {
  NoInputGateTest() {
    super("no-input-gate", new GoldenVector("A_variant_NIG", GoldenPlaces.lstm("fco", "fo")));
  }
}
