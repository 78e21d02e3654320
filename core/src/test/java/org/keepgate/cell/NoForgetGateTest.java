package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("LSTM without forget gate (NFG)")
class NoForgetGateTest extends RecurrentCellContract {
  NoForgetGateTest() {
    super("no-forget-gate", new GoldenVector("A_variant_NFG", GoldenPlaces.lstm("ico", "io")));
  }
}
