package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("LSTM without output activation (NOAF)")
class NoOutputActivationTest extends RecurrentCellContract {
  NoOutputActivationTest() {
    super(
        "no-output-activation",
        new GoldenVector("A_variant_NOAF", GoldenPlaces.lstm("ifco", "ifo")));
  }
}
