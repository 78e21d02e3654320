package org.keepgate.cell;

import org.junit.jupiter.api.DisplayName;

@DisplayName("Plain recurrent network: tanh")
class VanillaTanhTest extends RecurrentCellContract {
  VanillaTanhTest() {
    super("rnn", new OracleVector("rnn-tanh"));
  }
}
