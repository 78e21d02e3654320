package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Cells;
import org.keepgate.cell.VanillaActivation;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceFormat;

@DisplayName("A network's specification as JSON")
class NetworkSpecJsonTest {
  private static final SequenceFormat FORMAT = SequenceFormat.tagger(3, 2);

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("comes back equal with every cell")
  void comesBackWithEveryCell(String cell) throws IOException {
    NetworkSpec spec =
        NetworkSpec.of(FORMAT, CellOptions.of(cell, 4).withClipPreActivationGradient(0.5));
    assertEquals(spec, back(NetworkSpecJson.toJson(spec)));
  }

  static Iterable<String> names() {
    return Cells.names();
  }

  @Test
  @DisplayName("keeps a plain network's activation; files that have none mean tanh")
  void activation() throws IOException {
    CellOptions cell = CellOptions.of("rnn", 4);
    NetworkSpec spec = NetworkSpec.of(FORMAT, cell.withActivation(VanillaActivation.RELU));
    ObjectNode json = NetworkSpecJson.toJson(spec);
    assertEquals(spec, back(json));
    json.remove("activation");
    assertEquals(NetworkSpec.of(FORMAT, cell), back(json));
  }

  private static NetworkSpec back(ObjectNode json) throws IOException {
    return NetworkSpecJson.fromJson(JsonFields.parse("config.json", JsonFields.bytes(json)));
  }
}
