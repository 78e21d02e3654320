package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("Layer-normalised LSTM")
class LayerNormLstmCellTest extends RecurrentCellContract {
  LayerNormLstmCellTest() {
    super(
        "layer-norm-lstm",
        new GoldenVector("E_layernorm_lstm", GoldenPlaces.layerNormLstm()),
        new OracleVector("layer-norm-lstm"));
  }
}
