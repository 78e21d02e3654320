package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Commands on targets other than classes: transcribe, multilabel, regress, density")
class TargetCommandsTest extends CommandFolder {

  private JsonNode evaluate(String model, Path input) {
    return CommandRun.of(
            "evaluate", "--model", model(model).toString(), "--input", input.toString(), "--json")
        .succeeds()
        .json();
  }

  /** The lines that predict writes, the header first. */
  private List<String> predict(String model, Path input, String... more) throws IOException {
    Path output = folder.resolve("out.csv");
    List<String> arguments =
        new ArrayList<>(List.of("predict", "--model", model(model).toString(), "--overwrite"));
    arguments.addAll(List.of("--input", input.toString(), "--output", output.toString()));
    CommandRun.of(arguments, more).succeeds();
    return Files.readAllLines(output);
  }

  private static List<JsonNode> lines(Path input) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(input)) {
      lines.add(new JsonMapper().readTree(line));
    }
    return lines;
  }

  @Test
  @DisplayName("transcribe: labels without places are learned, by the best path and by a beam")
  void transcribe() throws IOException {
    Path input = TargetInputs.strokes(folder);
    String[] set = {
      "--id-column", "name", "--set", "maxIter=20", "--set", "stepSize=0.03", "--set", "batchSize=8"
    };
    CommandRun run = train(TargetInputs.train("transcribe", model("t"), set), input);
    assertTrue(run.err.contains("no labels at all"), run.err);
    assertTrue(run.json().get("labelErrorRate").asDouble() < 0.1, run.out);
    JsonNode judged = evaluate("t", input);
    List<String> found = predict("t", input);
    assertEquals("sequence,prediction,logProbability", found.get(0));
    List<JsonNode> lines = lines(input);
    int right = 0;
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = found.get(i + 1).split(",", -1);
      assertEquals(lines.get(i).get("name").asText(), cells[0]);
      right += cells[1].equals(lines.get(i).get("label").asText()) ? 1 : 0;
    }
    assertEquals(judged.get("accuracy").asDouble(), right / 80.0, 1e-12);
    assertTrue(right > 70, right + " of 80");
    List<String> beam = predict("t", input, "--set", "beamWidth=8");
    double path = Double.parseDouble(found.get(1).split(",", -1)[2]);
    double paths = Double.parseDouble(beam.get(1).split(",", -1)[2]);
    assertEquals(found.get(1).split(",", -1)[1], beam.get(1).split(",", -1)[1]);
    assertTrue(paths > path, "a beam adds up the paths of a list: " + paths + ", " + path);
  }

  @Test
  @DisplayName("transcribe: arrays of labels, read from steps of a long form, are joined by spaces")
  void transcribeWords() throws IOException {
    Path arrays =
        SmallInputs.write(
            folder,
            "words.jsonl",
            "{\"x\":[1,2,3,4],\"label\":[\"keep\",\"gate\"]}\n{\"x\":[4,3,2,1],\"label\":[]}\n"
                .repeat(4));
    String[] set = {
      "--set", "validationFraction=0", "--set", "maxIter=60", "--set", "stepSize=0.05"
    };
    train(TargetInputs.train("transcribe", model("w"), set), arrays);
    List<String> found = predict("w", arrays);
    assertTrue(found.get(1).startsWith("1,keep gate,"), found.get(1));
    assertTrue(found.get(2).startsWith("2,\"\","), found.get(2));
    StringBuilder rows = new StringBuilder("who,t,x,label\n");
    for (String who : List.of("a", "b")) {
      for (int t = 0; t < 4; t++) {
        rows.append(who).append(',').append(t).append(',').append(t + 1).append(",keep gate\n");
      }
    }
    Path steps = SmallInputs.write(folder, "steps.csv", rows.toString());
    String[] form = {"--features", "x", "--group-by", "who", "--order-by", "t"};
    String[] words = Arrays.copyOf(form, form.length + 4);
    words[6] = "--set";
    words[7] = "labelUnit=words";
    words[8] = "--set";
    words[9] = "validationFraction=0";
    CommandRun run = train(TargetInputs.train("transcribe", model("s"), words), steps);
    assertTrue(run.err.contains("2 label sequences as targets, 8 steps in 2 sequences"), run.err);
    assertTrue(run.err.contains("1 features in, 2 out"), run.err);
  }

  @Test
  @DisplayName("multilabel: a row for each step with the labels present and each one's probability")
  void multilabel() throws IOException {
    Path input = TargetInputs.notes(folder);
    String[] set = {"--set", "maxIter=40", "--set", "stepSize=0.05", "--set", "batchSize=8"};
    CommandRun run = train(TargetInputs.train("multilabel", model("m"), set), input);
    assertTrue(run.json().get("microF1").asDouble() > 0.95, run.out);
    JsonNode judged = evaluate("m", input);
    assertEquals("labels[1]", judged.get("labels").get(1).get("label").asText());
    List<String> found = predict("m", input);
    assertEquals(
        "sequence,step,prediction,probability_labels[0],probability_labels[1]", found.get(0));
    assertEquals(1 + 40 * 5, found.size());
    List<JsonNode> lines = lines(input);
    int both = 0;
    int wanted = 0;
    int given = 0;
    for (int k = 0; k < 200; k++) {
      String[] cells = found.get(k + 1).split(",", -1);
      JsonNode labels = lines.get(k / 5).get("labels").get(k % 5);
      for (int label = 0; label < 2; label++) {
        boolean is = labels.get(label).asInt() == 1;
        boolean said = cells[2].contains("labels[" + label + "]");
        assertEquals(said, Double.parseDouble(cells[3 + label]) >= 0.5);
        both += is && said ? 1 : 0;
        wanted += is ? 1 : 0;
        given += said ? 1 : 0;
      }
    }
    assertEquals(judged.get("microF1").asDouble(), 2.0 * both / (wanted + given), 1e-12);
  }

  @Test
  @DisplayName("multilabel: columns of 0 and 1, one set for each row of numbers")
  void multilabelColumns() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,up,down\n");
    for (int i = 0; i < 24; i++) {
      rows.append(i % 2).append(',').append(i % 3).append(',').append(i % 2).append(",0\n");
    }
    Path input = SmallInputs.write(folder, "sets.csv", rows.toString());
    String[] set = {"--target", "up,down", "--set", "maxIter=1"};
    CommandRun run = train(TargetInputs.train("multilabel", model("m"), set), input);
    assertTrue(run.err.contains("for a sequence up, down"), run.err);
    List<String> found = predict("m", input);
    assertEquals("sequence,prediction,probability_up,probability_down", found.get(0));
    assertEquals(1 + 24, found.size());
  }

  @Test
  @DisplayName("regress: several values a sequence, in units of the data, better than their mean")
  void regress() throws IOException {
    Path input = TargetInputs.levels(folder);
    String[] set = {
      "--target",
      "target,other",
      "--id-column",
      "id",
      "--set",
      "maxIter=40",
      "--set",
      "loss=huber",
      "--set",
      "huberDelta=0.5",
      "--set",
      "stepSize=0.02",
      "--set",
      "batchSize=8"
    };
    CommandRun run = train(TargetInputs.train("regress", model("r"), set), input);
    double mean = run.json().get("floors").get("mean of the training part").asDouble();
    assertTrue(mean > 3 && mean < 9, "about 10/√3: " + mean);
    assertTrue(run.json().get("rmse").asDouble() < mean / 2, run.out);
    assertTrue(run.err.contains("valid rmse"), run.err);
    JsonNode judged = evaluate("r", input);
    assertEquals("other", judged.get("outputs").get(1).get("output").asText());
    List<String> found = predict("r", input);
    assertEquals("sequence,prediction_target,prediction_other", found.get(0));
    List<String> rows = Files.readAllLines(input);
    double squares = 0;
    for (int i = 1; i < found.size(); i++) {
      double error =
          Double.parseDouble(found.get(i).split(",", -1)[1])
              - Double.parseDouble(rows.get(i).split(",", -1)[4]);
      squares += error * error;
    }
    assertEquals(
        judged.get("outputs").get(0).get("rmse").asDouble(), Math.sqrt(squares / 80), 1e-3);
  }

  @Test
  @DisplayName("regress: a value at every step of arrays and of a long form, or one for its rows")
  void regressSteps() throws IOException {
    Path arrays =
        SmallInputs.write(folder, "a.jsonl", "{\"x\":[1,2,3],\"target\":[2,4,6]}\n".repeat(12));
    CommandRun run = train(TargetInputs.train("regress", model("a")), arrays);
    assertTrue(run.err.contains("at every step target"), run.err);
    List<String> found = predict("a", arrays);
    assertEquals("sequence,step,prediction", found.get(0));
    assertEquals(1 + 36, found.size());
    StringBuilder rows = new StringBuilder("who,t,x,target\n");
    for (int i = 0; i < 30; i++) {
      rows.append(i / 3).append(',').append(i % 3).append(',').append(i).append(",5\n");
    }
    Path steps = SmallInputs.write(folder, "steps.csv", rows.toString());
    String[] form = {"--features", "x", "--group-by", "who", "--order-by", "t"};
    train(TargetInputs.train("regress", model("s"), form), steps);
    assertEquals(1 + 30, predict("s", steps).size());
    List<String> once = new ArrayList<>(TargetInputs.train("regress", model("o"), form));
    once.addAll(List.of("--set", "returnSequences=false"));
    train(once, steps);
    assertEquals(1 + 10, predict("o", steps).size());
  }

  @Test
  @DisplayName("density: likelihood in units of the data; mean, deviation and the mixture itself")
  void density() throws IOException {
    Path input = SmallInputs.series(folder);
    String[] set = {
      "--features",
      "value",
      "--set",
      "window=8",
      "--set",
      "mixtures=3",
      "--set",
      "maxIter=20",
      "--set",
      "stepSize=0.03",
      "--order-by",
      "date"
    };
    CommandRun run = train(TargetInputs.train("density", model("d"), set), input);
    double floor =
        run.json().get("floors").get("normal distribution of the training part").asDouble();
    double reached = run.json().get("negativeLogLikelihood").asDouble();
    assertTrue(reached < floor - 0.5, reached + " nats, floor " + floor);
    assertTrue(floor > 3.5 && floor < 5.5, "ln(σ √(2πe)) with σ about 20: " + floor);
    assertEquals(
        "series,time,prediction,deviation", predict("d", input).get(0), "the parameters are many");
    List<String> found = predict("d", input, "--set", "mixtureParameters=true");
    String[] cells = found.get(found.size() - 1).split(",", -1);
    assertEquals(4 + 9, cells.length);
    double mean = 0;
    for (int j = 0; j < 3; j++) {
      mean += Double.parseDouble(cells[4 + 3 * j]) * Double.parseDouble(cells[5 + 3 * j]);
    }
    assertEquals(Double.parseDouble(cells[2]), mean, 1e-3);
    assertTrue(mean > 90 && mean < 180, "in units of the data: " + mean);
  }

  @Test
  @DisplayName("classes are weighted by their rarity or by a list; a softmax can be factored")
  void heads() throws IOException {
    Path table = SmallInputs.table(folder);
    train(SmallInputs.trainTable(model("b")), table, "--set", "classWeights=balanced");
    JsonNode weights = head("b").findValue("classWeights");
    long ups =
        Files.readAllLines(table).stream()
            .filter(row -> row.split(",", -1)[1].equals("up"))
            .count();
    assertEquals(2, weights.size());
    assertEquals(ups > 30, weights.get(1).asDouble() < weights.get(0).asDouble());
    train(SmallInputs.trainTable(model("l")), table, "--set", "classWeights=1,5");
    assertEquals(5, head("l").findValue("classWeights").get(1).asDouble());
    train(
        SmallInputs.trainTexts(model("f")),
        SmallInputs.texts(folder),
        "--set",
        "softmax=class-factored");
    assertEquals("CLASS_FACTORED_SOFTMAX", head("f").findValue("head").get("kind").asText());
    CommandRun text =
        CommandRun.of("generate", "--model", model("f").toString(), "--length", "20").succeeds();
    assertTrue(text.out.strip().length() > 1, text.out);
  }

  private JsonNode head(String model) throws IOException {
    return new JsonMapper().readTree(Files.readString(model(model).resolve("config.json")));
  }
}
