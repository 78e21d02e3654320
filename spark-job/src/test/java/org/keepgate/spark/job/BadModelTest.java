package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Bad models: damaged, foreign, diverged")
class BadModelTest extends Refusal {

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

  @Test
  @DisplayName("rounds run again are counted in summary and report, and named in the report")
  void recovered() throws IOException {
    CommandRun run =
        train(
                SmallInputs.trainSeries(model()),
                SmallInputs.series(folder),
                "--set",
                "optimizer=sgd",
                "--set",
                "stepSize=1e30",
                "--set",
                "clipNorm=0",
                "--set",
                "averagingInterval=2",
                "--set",
                "onDivergence=rollback",
                "--set",
                "maxRollbacks=200")
            .succeeds();
    String report = Files.readString(model().resolve("report.html"));
    for (String text : List.of(run.out, report)) {
      assertTrue(text.contains("rounds were given up and run again"), text);
    }
    assertTrue(report.contains("What diverged"));
    assertTrue(report.contains("training diverged in epoch 1, minibatch "));
  }

  @Test
  @DisplayName("a model whose training was completed is not resumed, and not trained anew unasked")
  void nothingToResume() throws IOException {
    Path table = SmallInputs.table(folder);
    trainTable(table).succeeds();
    byte[] before = Files.readAllBytes(model().resolve("model.safetensors"));
    trainTable(table, "--resume", "--overwrite", "--set", "seed=9")
        .refuses("training was completed", "give --overwrite instead of --resume");
    assertArrayEquals(before, Files.readAllBytes(model().resolve("model.safetensors")));
  }

  @Test
  @DisplayName("a damaged checkpoint is named, and training goes on from the one before it")
  void damagedCheckpoint() throws IOException {
    Path texts = SmallInputs.texts(folder);
    List<String> usual = List.of("--set", "averagingInterval=5", "--set", "maxRounds=3");
    train(SmallInputs.trainTexts(place.resolve("whole")), texts, usual.toArray(new String[0]))
        .succeeds();
    stopped(texts, usual);
    stopped(texts, usual, "--resume", "--overwrite");
    Path checkpoints = place.resolve("model.checkpoints");
    assertEquals(List.of("round-00000001", "round-00000002"), SmallInputs.names(checkpoints));
    Files.writeString(checkpoints.resolve("round-00000002/manifest.json"), "%PDF");
    CommandRun resumed = run(texts, usual, "--resume", "--overwrite").succeeds();
    assertTrue(resumed.out.contains("resuming after round 1"), resumed.out);
    assertTrue(
        resumed.err.contains(
            "round-00000002 is damaged and left out: manifest.json of "
                + checkpoints.resolve("round-00000002")
                + " was not finished, or was damaged"),
        resumed.err);
    assertArrayEquals(
        Files.readAllBytes(place.resolve("whole/model.safetensors")),
        Files.readAllBytes(model().resolve("model.safetensors")));
  }

  @Test
  @DisplayName("checkpoints that are all damaged are not passed over: it is said what to do")
  void allCheckpointsDamaged() throws IOException {
    Path texts = SmallInputs.texts(folder);
    stopped(texts, List.of());
    Path checkpoint = place.resolve("model.checkpoints/round-00000001");
    Files.writeString(checkpoint.resolve("checkpoint.json"), "{\"round\": 1, \"round\": 2}");
    CommandRun run = run(texts, List.of(), "--resume", "--overwrite");
    assertEquals(1, run.exitCode);
    assertTrue(run.err.contains("checkpoint.json of " + checkpoint + " has "), run.err);
    assertTrue(
        run.err.contains(
            "it was damaged or edited; copy it anew, or start anew by --overwrite without --resume"),
        run.err);
  }

  private CommandRun run(Path texts, List<String> usual, String... more) {
    List<String> all = new ArrayList<>(usual);
    all.addAll(List.of(more));
    return trainTexts(texts, all.toArray(new String[0]));
  }

  /** Trains for a round and is then stopped by the clock. */
  private void stopped(Path texts, List<String> usual, String... more) {
    List<String> all = new ArrayList<>(usual);
    all.addAll(List.of("--time-limit", "0.0001"));
    run(texts, all, more).succeeds();
  }
}
