package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("LSTM with coupled input and forget gates (CIFG)")
class CoupledGatesTest extends RecurrentCellContract {
  CoupledGatesTest() {
    super("coupled-gates", new GoldenVector("A_variant_CIFG", GoldenPlaces.lstm("ico", "io")));
  }
}
