package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("GRU, reset before the product")
class GruCellTest extends RecurrentCellContract {
  GruCellTest() {
    super("gru", new GoldenVector("C_gru_reset_before", GoldenPlaces.gru(false)));
  }
}
