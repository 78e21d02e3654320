package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("LSTM")
class LstmCellTest extends RecurrentCellContract {
  LstmCellTest() {
    super(
        "lstm",
        new GoldenVector("A_variant_NP", GoldenPlaces.lstm("ifco", "")),
        new OracleVector("lstm"));
  }
}
