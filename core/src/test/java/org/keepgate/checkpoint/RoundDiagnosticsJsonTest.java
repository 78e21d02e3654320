package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.training.History;
import org.keepgate.training.Recovery;
import org.keepgate.training.RoundDiagnostics;
import org.keepgate.training.RoundEntry;

@DisplayName("Diagnostics of rounds in the history's JSON")
class RoundDiagnosticsJsonTest {

  @Test
  @DisplayName("come back equal; an entry without them has none")
  void comeBack() throws IOException {
    RoundDiagnostics diagnostics =
        new RoundDiagnostics(
            1.5, 2.5, 3.5, Double.NaN, 4.5, 5.5, 6.5, 7.5, 8.5, 9, 10, Map.of("head.bias", 0.5));
    Recovery recovery = new Recovery(2, 1, List.of("there", "here", "here again"));
    RoundEntry entry =
        new RoundEntry(1, 1, 1, 2, 3, 4, 5, 6, Map.of("loss", 7.0), diagnostics, recovery);
    ObjectNode json = JsonFields.object();
    HistoryJson.put(json, new History(List.of(entry)));
    assertEquals(new History(List.of(entry)), HistoryJson.get(parse(json)));
    ((ObjectNode) json.get("rounds").get(0)).remove("diagnostics");
    RoundEntry old = HistoryJson.get(parse(json)).rounds().get(0);
    assertEquals(RoundDiagnostics.none(), old.diagnostics());
  }

  private static JsonFields parse(ObjectNode json) throws IOException {
    return JsonFields.parse("training.json", JsonFields.bytes(json));
  }
}
