package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keepgate.training.StopReason;

/** A training record as the JSON object of {@code training.json}. */
final class TrainingRecordJson {
  private TrainingRecordJson() {}

  static ObjectNode toJson(TrainingRecord record) {
    ObjectNode json = JsonFields.object();
    json.set("options", TrainingOptionsJson.toJson(record.options()));
    json.put("numWorkersReason", record.numWorkersReason());
    json.put("dataFingerprint", record.dataFingerprint());
    json.put("stopReason", record.stopReason().name());
    json.put("bestRound", record.bestRound());
    json.set("repeat", JsonValues.toJson(record.repeat()));
    putEnvironment(json, record.environment());
    HistoryJson.put(json, record.history());
    return json;
  }

  static TrainingRecord fromJson(JsonFields json) {
    return new TrainingRecord(
        HistoryJson.get(json),
        TrainingOptionsJson.fromJson(json.object("options")),
        json.text("numWorkersReason"),
        json.text("dataFingerprint"),
        json.constant("stopReason", StopReason.class),
        json.integer("bestRound"),
        JsonValues.fromJson(json.object("repeat")),
        environment(json));
  }

  static void putEnvironment(ObjectNode json, Map<String, String> environment) {
    ObjectNode texts = json.putObject("environment");
    environment.forEach(texts::put);
  }

  static Map<String, String> environment(JsonFields json) {
    JsonFields texts = json.object("environment");
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : texts.names()) {
      environment.put(name, texts.text(name));
    }
    return environment;
  }
}
