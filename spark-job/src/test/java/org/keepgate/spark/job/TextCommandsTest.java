package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.spark.SharedSpark;
import org.keepgate.spark.ml.TrainedLanguageModel;

@DisplayName("Commands on texts: train, resume, generate, predict")
class TextCommandsTest extends CommandFolder {

  @Test
  @DisplayName("a language model: the plan, a line an epoch, floors, JSON, report; then evaluated")
  void languageModel() throws IOException {
    Path texts = SmallInputs.texts(folder);
    CommandRun run = train(SmallInputs.trainTexts(model("lm")), texts, "--json");
    assertEquals(1, run.out.lines().count(), "standard output is the result alone");
    JsonNode result = run.json();
    assertEquals("language-model", result.get("task").asText());
    assertEquals(3, result.get("epochs").asInt());
    assertEquals(3, result.get("rounds").asInt());
    assertEquals(2, result.get("numWorkers").asInt());
    assertEquals(model("lm").toString(), result.get("model").asText());
    assertTrue(result.get("tokensPerSecond").asDouble() > 0);
    assertTrue(result.get("seconds").asDouble() > 0);
    assertTrue(result.get("trainLoss").asDouble() > 0);
    JsonNode costs = result.get("roundCosts");
    double compute = costs.get("computeSeconds").asDouble();
    assertTrue(compute > 0 && costs.get("seconds").asDouble() > compute, costs.toString());
    assertEquals(2 * compute, costs.get("aloneSeconds").asDouble(), 1e-9);
    assertTrue(costs.get("bytesIn").asLong() > 0 && costs.has("advice"), costs.toString());
    double bits = result.get("bitsPerSymbol").asDouble();
    assertEquals(result.get("validLoss").asDouble() / Math.log(2), bits, 1e-9);
    assertEquals(3, run.err.lines().filter(line -> line.startsWith("epoch ")).count(), run.err);
    for (String words :
        List.of(
            "11 files to train on, by characters; 1 held out for validation",
            "2 (as set); --set numWorkers=2 repeats it",
            "Kneser–Ney 5-gram",
            "The model is")) {
      assertTrue(run.err.contains(words), () -> "no '" + words + "' in " + run.err);
    }
    assertEquals(6, result.get("floors").size());
    assertTrue(Files.readString(model("lm").resolve("report.html")).contains("<svg"));
    assertFalse(Files.exists(model("lm.checkpoints")));

    JsonNode held =
        CommandRun.of(
                "evaluate",
                "--model",
                model("lm").toString(),
                "--input",
                texts.toString(),
                "--part",
                "validation",
                "--json")
            .succeeds()
            .json();
    assertEquals(bits, held.get("bitsPerSymbol").asDouble(), "the same files, the same bits");
  }

  @Test
  @DisplayName("the same seed gives the same bytes; another seed others")
  void sameBytes() throws IOException {
    Path texts = SmallInputs.texts(folder);
    train(SmallInputs.trainTexts(model("a")), texts);
    train(SmallInputs.trainTexts(model("b")), texts);
    train(SmallInputs.trainTexts(model("c")), texts, "--set", "seed=2");
    assertEquals(-1, Files.mismatch(parameters("a"), parameters("b")));
    assertNotEquals(-1, Files.mismatch(parameters("a"), parameters("c")));
  }

  private Path parameters(String name) {
    return model(name).resolve("model.safetensors");
  }

  @Test
  @DisplayName(
      "stopped by the clock and resumed, a training ends with the bytes of one never stopped")
  void resume() throws IOException {
    Path texts = SmallInputs.texts(folder);
    train(SmallInputs.trainTexts(model("whole")), texts);
    CommandRun stopped =
        train(SmallInputs.trainTexts(model("parts")), texts, "--time-limit", "0.0001");
    assertTrue(stopped.out.contains("stopped by the time limit; --set maxRounds=1 repeats it"));
    assertTrue(Files.exists(model("parts.checkpoints")));
    List<String> again = new ArrayList<>(SmallInputs.trainTexts(model("parts")));
    again.addAll(List.of("--input", texts.toString(), "--overwrite"));
    CommandRun resumed = CommandRun.of(again, "--resume").succeeds();
    assertTrue(resumed.out.contains("resuming after round 1"), resumed.out);
    assertEquals(-1, Files.mismatch(parameters("whole"), parameters("parts")));
    assertFalse(Files.exists(model("parts.checkpoints")));
  }

  @Test
  @DisplayName("so does one whose averages have a momentum and whose workers keep their states")
  void resumeAveraging() throws IOException {
    Path texts = SmallInputs.texts(folder);
    String[] averaging = {
      "--set",
      "numWorkers=2",
      "--set",
      "averaging=slow-mo",
      "--set",
      "averagingInterval=2",
      "--set",
      "averagingSchedule=post-local",
      "--set",
      "averagingScheduleEpochs=1",
      "--set",
      "optimizerState=per-worker"
    };
    CommandRun whole = train(SmallInputs.trainTexts(model("whole")), texts, averaging);
    String plan = "averaged every 2 minibatches, every minibatch before epoch 2, slow-mo of 0.6";
    assertTrue(whole.out.contains(plan), whole.out);
    train(SmallInputs.trainTexts(model("plain")), texts, "--set", "numWorkers=2");
    assertNotEquals(-1, Files.mismatch(parameters("whole"), parameters("plain")));
    List<String> parts = new ArrayList<>(List.of(averaging));
    parts.addAll(List.of("--time-limit", "0.0001"));
    train(SmallInputs.trainTexts(model("parts")), texts, parts.toArray(String[]::new));
    List<String> again = new ArrayList<>(SmallInputs.trainTexts(model("parts")));
    again.addAll(List.of("--input", texts.toString(), "--overwrite", "--resume"));
    CommandRun.of(again, "--set", "numWorkers=2").refuses("averaging was slow-mo, is plain now");
    again.addAll(List.of(averaging));
    CommandRun.of(again).succeeds();
    assertEquals(-1, Files.mismatch(parameters("whole"), parameters("parts")));
  }

  @Test
  @DisplayName("checkpoints of a training that was not completed are not forgotten by accident")
  void unfinished() throws IOException {
    Path texts = SmallInputs.texts(folder);
    train(SmallInputs.trainTexts(model("m")), texts, "--time-limit", "0.0001");
    SmallInputs.write(folder, "gone/x", "");
    Files.move(model("m"), folder.resolve("gone/m"));
    List<String> again = new ArrayList<>(SmallInputs.trainTexts(model("m")));
    again.addAll(List.of("--input", texts.toString()));
    CommandRun.of(again).refuses("m.checkpoints", "--resume", "--overwrite");
    CommandRun.of(again, "--set", "hiddenSize=17", "--resume").refuses("hiddenSize was 16, is 17");
  }

  @Test
  @DisplayName("generated text repeats with its seed, and begins with its prime")
  void generate() throws IOException {
    train(SmallInputs.trainTexts(model("lm")), SmallInputs.texts(folder), "--set", "maxIter=8");
    List<String> generate =
        List.of("generate", "--model", model("lm").toString(), "--length", "60");
    CommandRun first = generate(generate, "--seed", "3", "--temperature", "1");
    CommandRun second = generate(generate, "--seed", "3", "--temperature", "1");
    CommandRun third = generate(generate, "--seed", "4", "--temperature", "1");
    assertEquals(first.out, second.out);
    assertNotEquals(first.out, third.out);
    assertTrue(first.out.startsWith("the "));
    assertEquals(64 + System.lineSeparator().length(), first.out.length());
    CommandRun greedy = generate(generate, "--temperature", "0");
    assertTrue(greedy.out.startsWith("the keep gate"), greedy.out);
    CommandRun unknown = CommandRun.of(generate, "--prime", "thé ").succeeds();
    assertTrue(unknown.err.contains("read as the unknown symbol: 'é'"), unknown.err);
    CommandRun.of(generate, "--temperature", "-1").misused("--temperature: expected at least 0");
  }

  private static CommandRun generate(List<String> arguments, String... more) {
    List<String> primed = new ArrayList<>(arguments);
    primed.addAll(List.of("--prime", "the "));
    return CommandRun.of(primed, more).succeeds();
  }

  @Test
  @DisplayName("texts can be predicted: bits per symbol of each")
  void textPredictions() throws IOException {
    Path texts = SmallInputs.texts(folder);
    train(SmallInputs.trainTexts(model("lm")), texts);
    Path output = folder.resolve("out.json");
    CommandRun.of(
            "predict",
            "--model",
            model("lm").toString(),
            "--input",
            texts.toString(),
            "--output",
            output.toString())
        .succeeds();
    List<Row> rows = SharedSpark.session().read().json(output.toString()).collectAsList();
    JsonNode evaluated =
        CommandRun.of(
                "evaluate",
                "--model",
                model("lm").toString(),
                "--input",
                texts.toString(),
                "--json")
            .succeeds()
            .json();
    double bits = 0;
    long symbols = 0;
    for (Row row : rows) {
      long own = row.getAs("symbols");
      double mean = row.getAs("bitsPerSymbol");
      bits += mean * own;
      symbols += own;
    }
    assertEquals(12, rows.size());
    assertEquals(evaluated.get("targets").asLong(), symbols);
    assertEquals(evaluated.get("bitsPerSymbol").asDouble(), bits / symbols, 1e-5);
  }

  @Test
  @DisplayName("a model of the command line reads texts of a data frame, and comes back the same")
  void inSparkMl() throws IOException {
    Path texts = SmallInputs.texts(folder);
    train(SmallInputs.trainTexts(model("lm")), texts, "--set", "maxIter=1");
    TrainedLanguageModel loaded = TrainedLanguageModel.load(model("lm").toString());
    Dataset<Row> rows = SharedSpark.session().read().option("wholetext", true).text(texts + "/*");
    loaded.setFeaturesCol("value").write().save(model("again").toString());
    double bits =
        loaded.transform(rows).selectExpr("avg(bitsPerSymbol * symbolCount)").first().getDouble(0);
    double symbols = loaded.transform(rows).selectExpr("avg(symbolCount)").first().getDouble(0);
    for (String name : List.of("lm", "again")) {
      List<String> evaluate =
          List.of("evaluate", "--model", model(name).toString(), "--input", texts.toString());
      JsonNode result = CommandRun.of(evaluate, "--json").succeeds().json();
      assertEquals(result.get("bitsPerSymbol").asDouble(), bits / symbols, 1e-5, name);
    }
  }
}
