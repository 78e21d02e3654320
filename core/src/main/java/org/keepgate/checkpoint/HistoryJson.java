package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keepgate.training.History;
import org.keepgate.training.Recovery;
import org.keepgate.training.RoundDiagnostics;
import org.keepgate.training.RoundEntry;

/** A training's history as a JSON list of rounds, under the field {@code rounds}. */
final class HistoryJson {
  private static final String ROUNDS = "rounds";
  private static final String DIAGNOSTICS = "diagnostics";
  private static final String RECOVERY = "recovery";

  private HistoryJson() {}

  static void put(ObjectNode json, History history) {
    ArrayNode rounds = json.putArray(ROUNDS);
    for (RoundEntry round : history.rounds()) {
      ObjectNode entry = rounds.addObject();
      entry.put("round", round.round());
      entry.put("epoch", round.epoch());
      entry.set("epochsDone", JsonFields.number(round.epochsDone()));
      entry.set("trainLoss", JsonFields.number(round.trainLoss()));
      entry.put("targets", round.targets());
      entry.set("learningRate", JsonFields.number(round.learningRate()));
      entry.set("gradientNorm", JsonFields.number(round.gradientNorm()));
      entry.set("seconds", JsonFields.number(round.seconds()));
      ObjectNode validation = entry.putObject("validation");
      new TreeMap<>(round.validation())
          .forEach((metric, value) -> validation.set(metric, JsonFields.number(value)));
      RoundDiagnosticsJson.put(entry.putObject(DIAGNOSTICS), round.diagnostics());
      if (!round.recovery().isNone()) {
        putRecovery(entry.putObject(RECOVERY), round.recovery());
      }
    }
  }

  private static void putRecovery(ObjectNode json, Recovery recovery) {
    json.put("skippedBatches", recovery.skippedBatches());
    json.put("rollbacks", recovery.rollbacks());
    ArrayNode sentences = json.putArray("diverged");
    recovery.sentences().forEach(sentences::add);
  }

  private static Recovery recovery(JsonFields json) {
    return new Recovery(
        json.integer("skippedBatches"), json.integer("rollbacks"), json.texts("diverged"));
  }

  static History get(JsonFields json) {
    List<RoundEntry> rounds = json.objects(ROUNDS).stream().map(HistoryJson::round).toList();
    return new History(rounds);
  }

  private static RoundEntry round(JsonFields entry) {
    JsonFields metrics = entry.object("validation");
    Map<String, Double> validation = new TreeMap<>();
    for (String metric : metrics.names()) {
      validation.put(metric, metrics.number(metric));
    }
    return new RoundEntry(
        entry.integer("round"),
        entry.integer("epoch"),
        entry.number("epochsDone"),
        entry.number("trainLoss"),
        entry.longInteger("targets"),
        entry.number("learningRate"),
        entry.number("gradientNorm"),
        entry.number("seconds"),
        validation,
        entry.has(DIAGNOSTICS)
            ? RoundDiagnosticsJson.get(entry.object(DIAGNOSTICS))
            : RoundDiagnostics.none(),
        entry.has(RECOVERY) ? recovery(entry.object(RECOVERY)) : Recovery.none());
  }
}
