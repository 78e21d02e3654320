package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("LSTM whose gates see the previous gates (FGR)")
class FullGateRecurrenceTest extends RecurrentCellContract {
  FullGateRecurrenceTest() {
    super("full-gate-recurrence", new OracleVector("FGR"));
  }
}
