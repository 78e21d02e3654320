package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("Plain recurrent network: logistic")
class VanillaLogisticTest extends RecurrentCellContract {
  VanillaLogisticTest() {
    super(CellOptions.of("rnn", HIDDEN_SIZE).withActivation(VanillaActivation.LOGISTIC));
  }
}
