package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("Plain recurrent network: rectified")
class VanillaReluTest extends RecurrentCellContract {
  VanillaReluTest() {
    super(
        CellOptions.of("rnn", HIDDEN_SIZE).withActivation(VanillaActivation.RELU),
        new OracleVector("rnn-relu"));
  }

  /** With these weights no pre-activation crosses 0 between the points. */
  @Override
  long parameterSeed() {
    return 14;
  }

  /** Short, because the loss has kinks. */
  @Override
  float differenceStep() {
    return 0.001f;
  }

  /** The rounding of the loss, 1e-6, is divided by a tenth of the usual distance. */
  @Override
  double differenceTolerance() {
    return 4e-3;
  }
}
