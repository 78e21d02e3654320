package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("LSTM with peepholes (V)")
class LstmPeepholeTest extends RecurrentCellContract {
  LstmPeepholeTest() {
    super(
        "lstm-peephole",
        new GoldenVector("A_peephole_lstm_full", GoldenPlaces.lstm("ifco", "ifo")));
  }
}
