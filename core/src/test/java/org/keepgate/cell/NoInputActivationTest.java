package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("LSTM without input activation (NIAF)")
class NoInputActivationTest extends RecurrentCellContract {
  NoInputActivationTest() {
    super(
        "no-input-activation",
        new GoldenVector("A_variant_NIAF", GoldenPlaces.lstm("ifco", "ifo")));
  }
}
