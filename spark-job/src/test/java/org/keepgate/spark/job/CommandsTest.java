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
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.spark.SharedSpark;

@DisplayName("Commands: train, evaluate, predict and generate, as a user runs them")
class CommandsTest {
  @TempDir Path folder;

  private Path model(String name) {
    return folder.resolve("models").resolve(name);
  }

  private static CommandRun train(List<String> arguments, Path input, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--input", input.toString()));
    return CommandRun.of(all, more).succeeds();
  }

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
  @DisplayName("a classifier: predictions in CSV, JSON and Parquet are the same rows")
  void predictions() throws IOException {
    Path table = SmallInputs.table(folder);
    train(SmallInputs.trainTable(model("c")), table, "--set", "maxIter=30");
    List<List<String>> found = new ArrayList<>();
    for (String suffix : List.of("csv", "json", "parquet")) {
      Path output = folder.resolve("out." + suffix);
      CommandRun.of(
              "predict",
              "--model",
              model("c").toString(),
              "--input",
              table.toString(),
              "--output",
              output.toString())
          .succeeds();
      assertTrue(Files.isRegularFile(output));
      found.add(rows(output, suffix));
    }
    assertEquals(60, found.get(0).size());
    assertTrue(found.get(0).get(0).startsWith("row0 "), "in the order of the input");
    assertEquals(found.get(0), found.get(1));
    assertEquals(found.get(0), found.get(2));
    JsonNode evaluated =
        CommandRun.of(
                "evaluate", "--model", model("c").toString(), "--input", table.toString(), "--json")
            .succeeds()
            .json();
    assertEquals(evaluated.get("accuracy").asDouble(), accuracy(table, found.get(0)), 1e-12);
  }

  private static List<String> rows(Path output, String format) {
    var reader = SharedSpark.session().read().option("header", "true");
    List<Row> rows = reader.format(format).load(output.toString()).collectAsList();
    return rows.stream()
        .map(
            row ->
                row.getAs("sequence")
                    + " "
                    + row.getAs("prediction")
                    + " "
                    + Double.valueOf(row.getAs("probability").toString()))
        .toList();
  }

  private static double accuracy(Path table, List<String> predictions) throws IOException {
    List<String> rows = Files.readAllLines(table);
    int right = 0;
    for (int i = 0; i < predictions.size(); i++) {
      right +=
          predictions.get(i).split(" ", -1)[1].equals(rows.get(i + 1).split(",", -1)[1]) ? 1 : 0;
    }
    return (double) right / predictions.size();
  }

  @Test
  @DisplayName(
      "a table without labels can be predicted, its rows numbered where nothing names them")
  void unlabelled() throws IOException {
    train(SmallInputs.trainTable(model("c")), SmallInputs.table(folder));
    Path input = SmallInputs.write(folder, "new.csv", "a,b,c,d,e,f\n1,2,3,4,5,6\n6,5,4,3,2,1\n");
    Path output = folder.resolve("out.csv");
    List<String> predict =
        List.of(
            "predict",
            "--model",
            model("c").toString(),
            "--input",
            input.toString(),
            "--output",
            output.toString());
    CommandRun.of(predict).refuses("idColumn: expected a column of the input; found 'id'");
    Path named = SmallInputs.write(folder, "new.csv", "id,a,b,c,d,e,f\nx,1,2,3,4,5,6\n");
    assertTrue(Files.exists(named));
    CommandRun.of(predict).succeeds();
    assertEquals("x", Files.readAllLines(output).get(1).split(",", -1)[0]);
  }

  @Test
  @DisplayName("a forecast: errors in units of the data, floors, and a row beyond the end")
  void forecast() throws IOException {
    Path series = SmallInputs.series(folder);
    CommandRun run = train(SmallInputs.trainSeries(model("f")), series, "--set", "testSteps=14");
    assertTrue(run.out.contains("the value 7 steps before"), run.out);
    assertTrue(run.out.contains("metrics of the test part:"), run.out);
    Path output = folder.resolve("out.csv");
    CommandRun.of(
            "predict",
            "--model",
            model("f").toString(),
            "--input",
            series.toString(),
            "--output",
            output.toString())
        .succeeds();
    List<String> rows = Files.readAllLines(output);
    assertEquals("series,time,prediction", rows.get(0));
    assertEquals(1 + 120 - 8 + 1, rows.size());
    assertTrue(rows.get(rows.size() - 1).contains("2020-04-30"), rows.get(rows.size() - 1));
    double prediction = Double.parseDouble(rows.get(rows.size() - 1).split(",", -1)[2]);
    assertTrue(prediction > 60 && prediction < 200, "in units of the data: " + prediction);
  }

  @Test
  @DisplayName("a tagger: a row for each step")
  void tags() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.append("{\"w\":[\"the\",\"gate\",\"keeps\"],\"label\":[\"D\",\"N\",\"V\"]}\n");
      rows.append("{\"w\":[\"gate\",\"keeps\"],\"label\":[\"N\",\"V\"]}\n");
    }
    Path input = SmallInputs.write(folder, "tags.jsonl", rows.toString());
    List<String> arguments =
        List.of(
            "train",
            "--task",
            "tag",
            "--features",
            "w",
            "--set",
            "hiddenSize=8",
            "--set",
            "maxIter=20",
            "--set",
            "stepSize=0.05",
            "--set",
            "numWorkers=2",
            "--set",
            "validationFraction=0",
            "--model",
            model("t").toString());
    train(arguments, input);
    Path output = folder.resolve("out.csv");
    CommandRun.of(
            "predict",
            "--model",
            model("t").toString(),
            "--input",
            input.toString(),
            "--output",
            output.toString())
        .succeeds();
    List<String> found = Files.readAllLines(output);
    assertEquals(1 + 100, found.size());
    assertTrue(found.get(1).matches("1,1,D,.*"), found.get(1));
    assertTrue(found.get(3).matches("1,3,V,.*"), found.get(3));
    assertTrue(found.get(4).matches("2,1,N,.*"), found.get(4));
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
  @DisplayName("settings come from a file, and --set wins")
  void config() throws IOException {
    Path config = SmallInputs.write(folder, "c.json", "{\"hiddenSize\": 5, \"maxIter\": 1}");
    Path table = SmallInputs.table(folder);
    List<String> arguments =
        List.of(
            "train",
            "--task",
            "classify",
            "--steps",
            "3",
            "--id-column",
            "id",
            "--model",
            model("c").toString(),
            "--config",
            config.toString(),
            "--set",
            "maxIter=2");
    CommandRun run = train(arguments, table);
    assertTrue(run.out.contains("lstm, 1 × 5 units"), run.out);
    assertTrue(run.out.contains("2 epochs"), run.out);
    assertTrue(run.out.contains("master local[2]"), run.out);
  }

  @Test
  @DisplayName("--valid gives the validation part")
  void valid() throws IOException {
    Path table = SmallInputs.table(folder);
    Path other = folder.resolve("other");
    Files.createDirectories(other);
    SmallInputs.table(other);
    CommandRun run =
        train(
            SmallInputs.trainTable(model("c")),
            table,
            "--valid",
            other.resolve("table.csv").toString());
    assertTrue(run.out.contains("training        60 sequences"), run.out);
    assertTrue(run.out.contains("validation      60 sequences"), run.out);
  }

  @Test
  @DisplayName("help lists every setting with its default, within 100 columns")
  void help() {
    CommandRun run = CommandRun.of("train", "--help").succeeds();
    SettingOptions.CATALOG
        .settings()
        .forEach(
            setting ->
                assertTrue(
                    run.out.lines().anyMatch(line -> line.startsWith("  " + setting.name() + " ")),
                    setting.name()));
    assertTrue(run.out.lines().allMatch(line -> line.length() <= 100));
    assertTrue(run.out.lines().anyMatch(line -> line.matches(" {2}clipNorm +5 .*")), run.out);
    for (String command : List.of("evaluate", "predict", "generate")) {
      CommandRun.of(command, "--help").succeeds();
    }
  }
}
