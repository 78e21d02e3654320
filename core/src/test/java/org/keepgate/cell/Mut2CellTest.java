package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("MUT2")
class Mut2CellTest extends RecurrentCellContract {
  Mut2CellTest() {
    super("mut2", new OracleVector("mut2"));
  }
}
