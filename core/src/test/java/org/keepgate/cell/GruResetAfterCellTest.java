package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("GRU, reset after the product")
class GruResetAfterCellTest extends RecurrentCellContract {
  GruResetAfterCellTest() {
    super(
        "gru-reset-after",
        new GoldenVector("C_gru_reset_after", GoldenPlaces.gru(true)),
        new OracleVector("gru-reset-after"));
  }
}
