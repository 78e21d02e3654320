package org.keepgate.spark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingListener;

/** The history of a training as a JSON object a round and line, while it trains. */
final class JsonLinesLog implements TrainingListener {
  private static final JsonMapper JSON = new JsonMapper();

  private final LogFile file;

  JsonLinesLog(LogFile file) {
    this.file = file;
  }

  @Override
  public void roundFinished(RoundEntry round) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("round", round.round());
    line.put("epoch", round.epoch());
    line.put("epochsDone", round.epochsDone());
    put(line, "trainLoss", round.trainLoss());
    line.put("targets", round.targets());
    line.put("learningRate", round.learningRate());
    put(line, "gradientNorm", round.gradientNorm());
    line.put("seconds", round.seconds());
    Map<String, Object> validation = new LinkedHashMap<>();
    round.validation().forEach((name, value) -> put(validation, name, value));
    line.put("validation", validation);
    try {
      file.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the round cannot be written as JSON", e);
    }
  }

  /** What is no number is null: JSON has neither NaN nor infinity. */
  private static void put(Map<String, Object> line, String name, double value) {
    line.put(name, Double.isFinite(value) ? value : null);
  }
}
