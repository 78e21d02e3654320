package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("MUT3")
class Mut3CellTest extends RecurrentCellContract {
  Mut3CellTest() {
    super("mut3", new OracleVector("mut3"));
  }
}
