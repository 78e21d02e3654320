package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("MUT1")
class Mut1CellTest extends RecurrentCellContract {
  Mut1CellTest() {
    super("mut1", new OracleVector("mut1"));
  }
}
