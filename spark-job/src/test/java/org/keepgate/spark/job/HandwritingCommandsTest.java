package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Commands on a pen's moves: handwriting")
class HandwritingCommandsTest extends CommandFolder {

  private List<String> predict(String model, Path input) throws IOException {
    Path output = folder.resolve("out.csv");
    List<String> arguments = List.of("predict", "--model", model(model).toString(), "--overwrite");
    CommandRun.of(arguments, "--input", input.toString(), "--output", output.toString()).succeeds();
    return Files.readAllLines(output);
  }

  private JsonNode config(String model) throws IOException {
    return new JsonMapper().readTree(Files.readString(model(model).resolve("config.json")));
  }

  @Test
  @DisplayName("two workers learn drawings far better than one normal distribution describes them")
  void learns() throws IOException {
    Path input = PenInputs.drawings(folder);
    CommandRun run = train(PenInputs.train(model("h"), PenInputs.LEARNING), input);
    double floor =
        run.json().get("floors").get("normal distribution of the training part").asDouble();
    double reached = run.json().get("negativeLogLikelihood").asDouble();
    assertTrue(reached < floor - 2, reached + " nats, floor " + floor);
    assertTrue(floor > 7 && floor < 9, "in units of the data: " + floor);
    assertTrue(run.err.contains("nats a move"), run.err);
    JsonNode judged =
        CommandRun.of(
                "evaluate",
                "--model",
                model("h").toString(),
                "--input",
                input.toString(),
                "--part",
                "validation",
                "--json")
            .succeeds()
            .json();
    assertEquals(reached, judged.get("negativeLogLikelihood").asDouble(), 0, "saved and read");
    assertEquals("end", judged.get("outputs").get(2).get("output").asText());
    List<String> found = predict("h", input);
    assertEquals("sequence,step,mean_dx,mean_dy,probability_end", found.get(0));
    assertEquals(1 + PenInputs.DRAWINGS * PenInputs.STEPS, found.size());
    String first = found.get(1).replaceFirst("d0,", "");
    assertEquals(
        first, found.get(1 + PenInputs.STEPS).replaceFirst("d1,", ""), "nothing was read yet");
  }

  @Test
  @DisplayName(
      "settings come from a file; an array a step holds a move; its network is in the model")
  void arrays() throws IOException {
    Path input =
        SmallInputs.write(
            folder,
            "pen.jsonl",
            "{\"pen\":[[1,2,0],[3,1,0],[2,2,1]]}\n{\"pen\":[[4,2,1]]}\n".repeat(10));
    Path config =
        SmallInputs.write(
            folder,
            "c.json",
            "{\"task\":\"handwriting\",\"features\":[\"pen\"],\"mixtures\":3,"
                + "\"clipOutputGradient\":100,\"clipPreActivationGradient\":10,"
                + "\"validationFraction\":0}");
    CommandRun run = train(PenInputs.train(model("a"), "--config", config.toString()), input);
    assertTrue(run.err.contains("40 moves as targets, 40 steps in 20 sequences"), run.err);
    assertEquals(3, config("a").findValue("mixtures").asInt());
    assertEquals(100, config("a").findValue("head").get("clipGradient").asDouble());
    assertEquals(10, config("a").findValue("clipPreActivationGradient").asDouble());
    List<String> found = predict("a", input);
    assertEquals("sequence,step,mean_dx,mean_dy,probability_end", found.get(0));
    assertEquals(1 + 40, found.size());
  }
}
