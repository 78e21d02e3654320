package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Bad input: one sentence, exit code above 0, nothing half-written")
class BadInputTest {
  @TempDir Path folder;
  @TempDir Path place;

  private Path model() {
    return place.resolve("model");
  }

  /** Whatever happened, nothing begun may be left. */
  @AfterEach
  void nothingHalfWritten() throws IOException {
    assertTrue(
        SmallInputs.names(place).stream().noneMatch(name -> name.startsWith(".")),
        () -> "left behind in " + place);
  }

  private static CommandRun train(List<String> arguments, Path input, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--input", input.toString()));
    return CommandRun.of(all, more);
  }

  private CommandRun trainTable(Path input, String... more) {
    return train(SmallInputs.trainTable(model()), input, more);
  }

  private CommandRun trainTexts(Path input, String... more) {
    return train(SmallInputs.trainTexts(model()), input, more);
  }

  private void nothingAtThePlace() throws IOException {
    assertEquals(List.of(), SmallInputs.names(place));
  }

  @Test
  @DisplayName("missing input")
  void missing() throws IOException {
    trainTable(folder.resolve("none.csv")).refuses("none.csv", "found nothing there");
    trainTexts(folder.resolve("none")).refuses("none", "found nothing there");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("empty input: a file, a table without rows, a directory of empty files")
  void empty() throws IOException {
    trainTexts(SmallInputs.write(folder, "empty.txt", ""))
        .refuses("empty.txt", "the file is empty");
    trainTable(SmallInputs.write(folder, "empty.csv", "id,label,a\n"))
        .refuses("empty.csv", "expected rows below the header");
    SmallInputs.write(folder, "d/a.txt", "");
    SmallInputs.write(folder, "d/b.txt", "");
    trainTexts(folder.resolve("d")).refuses("all of its 2 files are empty");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("a directory without readable files")
  void noFiles() throws IOException {
    SmallInputs.write(folder, "d/.hidden", "text");
    trainTexts(folder.resolve("d")).refuses("expected a directory with readable files");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("bytes that are not UTF-8 are named with file and offset; an option replaces them")
  void malformedText() throws IOException {
    Path texts = SmallInputs.texts(folder);
    Files.write(
        texts.resolve("bad.txt"), "caf\u00e9".repeat(30).getBytes(StandardCharsets.ISO_8859_1));
    trainTexts(texts).refuses("bad.txt, byte 3", "found 0xE9", "malformedText=replace");
    nothingAtThePlace();
    trainTexts(texts, "--set", "malformedText=replace").succeeds();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'r,up,1,2,3,4,,6', 'column e: expected a finite number; found nothing'",
    "'r,up,1,2,3,4,five,6', column e: expected a finite number; found 'five'",
    "'r,up,1,2,3,4,NaN,6', column e: expected a finite number; found 'NaN'",
    "'r,up,1,2,3,4,-Infinity,6', column e: expected a finite number; found '-Infinity'",
    "'r,up,1,2,3,4,1e300,6', column e: expected a finite number; found '1e300'",
    "'r,up,1,2,3,4,5', expected 8 fields as in the header; found 7"
  })
  @DisplayName("a bad row of CSV is named: file, row, column")
  void badRow(String row, String words) throws IOException {
    Path table = SmallInputs.table(folder);
    Files.writeString(table, row + "\n", StandardOpenOption.APPEND);
    trainTable(table).refuses("table.csv, row 61 (line 62)", words);
    nothingAtThePlace();
  }

  @Test
  @DisplayName("ragged feature counts: between steps, between rows, and against the model")
  void ragged() throws IOException {
    String good =
        "{\"id\":1,\"label\":\"x\",\"v\":[[1,2],[3,4]]}\n{\"id\":2,\"label\":\"y\",\"v\":[[1,2]]}\n";
    List<String> arguments = List.of("train", "--task", "classify", "--model", model().toString());
    Path steps =
        SmallInputs.write(
            folder, "steps.jsonl", good + "{\"id\":3,\"label\":\"x\",\"v\":[[1,2],[3]]}\n");
    train(arguments, steps).refuses("steps.jsonl, row 3, column v", "2; found 1 at step 2");
    Path rows =
        SmallInputs.write(
            folder, "rows.jsonl", good + "{\"id\":3,\"label\":\"x\",\"v\":[[1,2,3]]}\n");
    train(arguments, rows).refuses("rows.jsonl, row 3, column v", "2 features a step; found 3");
    nothingAtThePlace();
    trainTable(SmallInputs.table(folder)).succeeds();
    Path wider = SmallInputs.write(folder, "wider.csv", "id,label,a,b,c,d,e,f\nr,up,1,2,3,4,5,6\n");
    CommandRun.of(
            "evaluate", "--model", model().toString(), "--input", wider.toString(), "--steps", "2")
        .refuses("the input has 3 features a step, the network expects 2");
  }

  @Test
  @DisplayName("a label that was never seen in training")
  void unseenLabel() throws IOException {
    trainTable(SmallInputs.table(folder)).succeeds();
    Path other =
        SmallInputs.write(folder, "other.csv", "id,label,a,b,c,d,e,f\nr,sideways,1,2,3,4,5,6\n");
    CommandRun.of("evaluate", "--model", model().toString(), "--input", other.toString())
        .refuses("other.csv, row 1 (line 2), column label", "one of down, up; found 'sideways'");
  }

  @Test
  @DisplayName("a sequence of length 0")
  void emptySequence() throws IOException {
    Path input =
        SmallInputs.write(
            folder, "s.jsonl", "{\"label\":\"x\",\"v\":[1]}\n{\"label\":\"y\",\"v\":[]}\n");
    train(List.of("train", "--task", "classify", "--model", model().toString()), input)
        .refuses("s.jsonl, row 2, column v", "at least one step; found an empty array");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("one huge sequence of a million steps works, by truncated BPTT")
  void millionSteps() throws IOException {
    StringBuilder rows = new StringBuilder("who,t,v,label\n");
    for (int t = 0; t < 1_000_000; t++) {
      rows.append("a,").append(t).append(',').append(t % 10).append(",x\n");
    }
    rows.append("b,0,1,y\nb,1,2,y\n");
    Path input = SmallInputs.write(folder, "huge.csv", rows.toString());
    CommandRun run =
        train(
            List.of(
                "train",
                "--task",
                "tag",
                "--group-by",
                "who",
                "--order-by",
                "t",
                "--json",
                "--features",
                "v",
                "--set",
                "segmentLength=100",
                "--set",
                "maxIter=1",
                "--set",
                "hiddenSize=4",
                "--set",
                "validationFraction=0",
                "--set",
                "numWorkers=1",
                "--model",
                model().toString()),
            input);
    run.succeeds();
    assertTrue(run.err.contains("1,000,002 steps in 2 sequences"), run.err);
  }

  @Test
  @DisplayName("a model directory that exists is refused, and replaced with --overwrite")
  void exists() throws IOException {
    Path table = SmallInputs.table(folder);
    trainTable(table).succeeds();
    byte[] before = Files.readAllBytes(model().resolve("model.safetensors"));
    trainTable(table, "--set", "seed=9")
        .refuses(model().toString(), "already exists", "--overwrite");
    assertEquals(-1, Files.mismatch(model().resolve("model.safetensors"), written(before)));
    trainTable(table, "--set", "seed=9", "--overwrite").succeeds();
    assertTrue(Files.mismatch(model().resolve("model.safetensors"), written(before)) >= 0);
    assertEquals(List.of("model"), SmallInputs.names(place));
  }

  private Path written(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("before"), bytes);
  }

  @Test
  @DisplayName("a folder that is no model is not replaced, even with --overwrite")
  void foreignFolder() throws IOException {
    SmallInputs.write(model(), "thesis.txt", "precious");
    trainTable(SmallInputs.table(folder), "--overwrite").refuses("is not a model directory");
    assertEquals(List.of("thesis.txt"), SmallInputs.names(model()));
  }

  @Test
  @DisplayName("a place without write permission")
  void noPermission() throws IOException {
    Path locked = LockedFolder.in(folder);
    train(SmallInputs.trainTable(locked.resolve("model")), SmallInputs.table(folder))
        .refuses(locked.toString(), "cannot be written");
    assertFalse(Files.exists(locked.resolve("model")));
  }

  @Test
  @DisplayName("a full disk: no model, no part of one")
  void fullDisk() throws IOException {
    try (SmallDisk disk = SmallDisk.of(folder, 64)) {
      train(
              SmallInputs.trainTable(disk.path().resolve("model")),
              SmallInputs.table(folder),
              "--set",
              "hiddenSize=128",
              "--set",
              "checkpointInterval=0")
          .refuses(disk.path().toString(), "cannot be written");
      assertFalse(Files.exists(disk.path().resolve("model")));
      assertFalse(Files.exists(disk.path().resolve(".model.draft")));
    }
  }

  @Test
  @DisplayName("a disk that is full before the first checkpoint: no folder of checkpoints is left")
  void fullDiskAtFirstCheckpoint() throws IOException {
    try (SmallDisk disk = SmallDisk.of(folder, 64)) {
      train(
              SmallInputs.trainTable(disk.path().resolve("model")),
              SmallInputs.table(folder),
              "--set",
              "hiddenSize=128")
          .refuses(disk.path().toString(), "cannot be written");
      assertFalse(Files.exists(disk.path().resolve("model")));
      assertFalse(Files.exists(disk.path().resolve("model.checkpoints")));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"truncated", "corrupt", "without parameters", "foreign", "missing"})
  @DisplayName("a model directory that is corrupt, truncated, foreign or missing")
  void badModel(String damage) throws IOException {
    Path table = SmallInputs.table(folder);
    if (!damage.equals("missing")) {
      trainTable(table).succeeds();
    }
    Path parameters = model().resolve("model.safetensors");
    switch (damage) {
      case "truncated" -> {
        try (RandomAccessFile file = new RandomAccessFile(parameters.toFile(), "rw")) {
          file.setLength(file.length() / 2);
        }
      }
      case "corrupt" -> {
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[bytes.length - 3] ^= 1;
        Files.write(parameters, bytes);
      }
      case "without parameters" -> Files.delete(parameters);
      case "foreign" -> Files.writeString(model().resolve("config.json"), "{\"format\":\"other\"}");
      default -> {}
    }
    Path output = folder.resolve("out.csv");
    CommandRun.of("evaluate", "--model", model().toString(), "--input", table.toString())
        .refuses(model().toString());
    CommandRun.of(
            "predict",
            "--model",
            model().toString(),
            "--input",
            table.toString(),
            "--output",
            output.toString())
        .refuses(model().toString());
    assertFalse(Files.exists(output));
  }

  @Test
  @DisplayName("a configuration of another task, or of a model, is wrong usage")
  void otherTask() throws IOException {
    Path table = SmallInputs.table(folder);
    Path config = SmallInputs.write(folder, "c.json", "{\"task\":\"forecast\",\"hiddenSize\":3}");
    trainTable(table, "--config", config.toString())
        .misused("c.json: task: this configuration is for 'forecast', the task is classify");
    Files.writeString(config, "{\"horizon\":3}");
    trainTable(table, "--config", config.toString())
        .misused("c.json: horizon: belongs to forecast; the task is classify");
    nothingAtThePlace();
    trainTable(table).succeeds();
    CommandRun.of("generate", "--model", model().toString())
        .refuses("is a model of the task classify, expected a model of the task language-model");
  }

  @Test
  @DisplayName("more workers than sequences")
  void tooManyWorkers() throws IOException {
    trainTable(
            SmallInputs.table(folder), "--set", "numWorkers=100", "--set", "validationFraction=0")
        .refuses("numWorkers is 100", "only 60 sequences");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("loss that becomes NaN: epoch, step, worker, norm; the last good model is kept")
  void divergence() throws IOException {
    Path series = SmallInputs.series(folder);
    train(
            SmallInputs.trainSeries(model()),
            series,
            "--set",
            "optimizer=sgd",
            "--set",
            "stepSize=1e30",
            "--set",
            "clipNorm=0",
            "--set",
            "averagingInterval=1")
        .refuses(
            "diverged in epoch 1, minibatch 2 (optimizer step 1), worker 1",
            "gradient norm",
            "the last good model, after round 1, is kept in ");
    assertEquals(List.of("model.last-good"), SmallInputs.names(place));
    CommandRun.of(
            "evaluate",
            "--model",
            place.resolve("model.last-good").toString(),
            "--input",
            series.toString())
        .succeeds();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "hidenSize=3|did you mean hiddenSize?",
        "hiddenSize=-3|hiddenSize: expected a whole number of at least 1; found '-3'",
        "hiddenSize|--set: expected key=value; found 'hiddenSize'",
        "inputUnit=bytes|inputUnit: expected one of characters, words; found 'bytes'"
      })
  @DisplayName("settings that are unknown or out of bounds are wrong usage")
  void badSettings(String assignment, String words) throws IOException {
    trainTable(SmallInputs.table(folder), "--set", assignment).misused(words);
    nothingAtThePlace();
  }

  @Test
  @DisplayName("an unknown task, an unknown option and a missing option are wrong usage")
  void badUsage() throws IOException {
    CommandRun.of("train", "--task", "divine", "--input", "x", "--model", model().toString())
        .misused("--task: expected one of language-model, classify, tag, forecast; found 'divine'");
    CommandRun.of("train", "--task", "tag", "--input", "x", "--model", "y", "--tusk")
        .misused("Unknown option: '--tusk'");
    CommandRun.of("evaluate", "--model", "m", "--input", "x", "--part", "best")
        .misused("--part: expected one of all, training, validation, test; found 'best'");
    CommandRun.of("train", "--task", "tag").misused("--input", "--model");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("an output that exists is refused, and one of unknown format")
  void badOutput() throws IOException {
    Path table = SmallInputs.table(folder);
    trainTable(table).succeeds();
    Path output = SmallInputs.write(folder, "out.csv", "mine");
    List<String> predict =
        List.of("predict", "--model", model().toString(), "--input", table.toString(), "--output");
    CommandRun.of(predict, output.toString()).refuses("out.csv", "--overwrite");
    assertEquals("mine", Files.readString(output));
    CommandRun.of(predict, folder.resolve("out.xls").toString())
        .refuses("ends in .csv, .json, .jsonl or .parquet");
    CommandRun.of(predict, table.toString(), "--overwrite").refuses("than the input");
    CommandRun.of(predict, output.toString(), "--overwrite").succeeds();
    assertEquals(61, Files.readAllLines(output).size());
  }

  @Test
  @DisplayName("a failure with --json leaves standard output without a result")
  void failureWithJson() throws IOException {
    CommandRun run = trainTable(folder.resolve("none.csv"), "--json");
    run.refuses("none.csv");
    assertEquals("", run.out);
    JsonNode result = trainTable(SmallInputs.table(folder), "--json").succeeds().json();
    assertEquals("classify", result.get("task").asText());
  }
}
