package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keepgate.training.RoundDiagnostics;

/** What a round has cost and what averaging has done, as a JSON object. */
final class RoundDiagnosticsJson {
  private RoundDiagnosticsJson() {}

  static void put(ObjectNode json, RoundDiagnostics diagnostics) {
    json.set("drift", JsonFields.number(diagnostics.drift()));
    json.set("displacement", JsonFields.number(diagnostics.displacement()));
    json.set("lossAtStart", JsonFields.number(diagnostics.lossAtStart()));
    json.set("lossAtEnd", JsonFields.number(diagnostics.lossAtEnd()));
    json.set("skew", JsonFields.number(diagnostics.skew()));
    json.set("computeSeconds", JsonFields.number(diagnostics.computeSeconds()));
    json.set("slowestSeconds", JsonFields.number(diagnostics.slowestSeconds()));
    json.set("broadcastSeconds", JsonFields.number(diagnostics.broadcastSeconds()));
    json.set("reduceSeconds", JsonFields.number(diagnostics.reduceSeconds()));
    json.put("bytesOut", diagnostics.bytesOut());
    json.put("bytesIn", diagnostics.bytesIn());
    ObjectNode views = json.putObject("driftByView");
    diagnostics.driftByView().forEach((view, drift) -> views.set(view, JsonFields.number(drift)));
  }

  static RoundDiagnostics get(JsonFields json) {
    JsonFields views = json.object("driftByView");
    Map<String, Double> drifts = new LinkedHashMap<>();
    for (String view : views.names()) {
      drifts.put(view, views.number(view));
    }
    return new RoundDiagnostics(
        json.number("drift"),
        json.number("displacement"),
        json.number("lossAtStart"),
        json.number("lossAtEnd"),
        json.number("skew"),
        json.number("computeSeconds"),
        json.number("slowestSeconds"),
        json.number("broadcastSeconds"),
        json.number("reduceSeconds"),
        json.longInteger("bytesOut"),
        json.longInteger("bytesIn"),
        drifts);
  }
}
