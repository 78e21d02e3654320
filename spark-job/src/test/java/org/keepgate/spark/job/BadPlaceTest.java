package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.spark.SharedSpark;

@DisplayName("Bad places: taken, locked, full")
class BadPlaceTest extends Refusal {

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

  @Test
  @DisplayName("to resume a training that was completed is not answered by --overwrite alone")
  void resumeComplete() throws IOException {
    Path table = SmallInputs.table(folder);
    trainTable(table).succeeds();
    trainTable(table, "--resume")
        .refuses("there is nothing to resume", "give --overwrite instead of --resume");
  }

  @Test
  @DisplayName("folders above the model that were not there are not there afterwards")
  void parents() throws IOException {
    Path deep = place.resolve("a/b/model");
    train(SmallInputs.trainTable(deep), folder.resolve("none.csv")).refuses("found nothing there");
    nothingAtThePlace();
    train(SmallInputs.trainTable(deep), SmallInputs.table(folder)).succeeds();
    assertTrue(Files.exists(deep.resolve("model.safetensors")));
  }

  @Test
  @DisplayName("where no folder can be made the sentence names the model, not its draft")
  void noFolder() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc")), "only Linux has such a place");
    CommandRun run =
        train(SmallInputs.trainTable(Path.of("/proc/nope")), SmallInputs.table(folder));
    run.refuses("/proc/nope cannot be written: no folder can be made there;");
    assertFalse(run.err.contains(".draft"), run.err);
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
              "checkpointInterval=0",
              "--set",
              "checkpointRounds=0")
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

  private List<String> predictTo(Path output, Path input) {
    return List.of(
        "predict",
        "--model",
        model().toString(),
        "--input",
        input.toString(),
        "--output",
        output.toString());
  }

  @Test
  @DisplayName("predictions to where nothing can be written are refused before the input is read")
  void lockedOutput() throws IOException {
    Path locked = LockedFolder.in(folder);
    CommandRun.of(predictTo(locked.resolve("out.csv"), folder.resolve("none.csv")))
        .refuses("out.csv: cannot be written", "choose a place with permission and space");
    Path file = SmallInputs.write(folder, "file", "");
    CommandRun.of(predictTo(file.resolve("out.csv"), folder.resolve("none.csv")))
        .refuses("out.csv: cannot be written; Not a directory");
    Files.createDirectories(place.resolve("model.csv"));
    CommandRun.of(predictTo(place.resolve("model.csv"), folder.resolve("none.csv")), "--overwrite")
        .refuses("expected the name of a file; found a directory");
  }

  @Test
  @DisplayName("predictions that cannot be put in their place leave the old ones there")
  void oldPredictionsStay() throws IOException {
    Path table = SmallInputs.table(folder);
    trainTable(table).succeeds();
    SharedSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .setClass("fs.stuck.impl", StuckFileSystem.class, FileSystem.class);
    Path output = SmallInputs.write(place, "out.csv", "mine");
    CommandRun.of(
            "predict",
            "--model",
            model().toString(),
            "--input",
            table.toString(),
            "--overwrite",
            "--output",
            "stuck://" + output)
        .refuses("out.csv: cannot be written");
    assertEquals("mine", Files.readString(output));
    assertEquals(List.of("model", "out.csv"), SmallInputs.names(place));
  }

  @Test
  @DisplayName("predictions that a killed program had moved aside are put back")
  void oldPredictionsComeBack() throws IOException {
    SmallInputs.write(place, ".out.csv.replaced", "mine");
    Path output = place.resolve("out.csv");
    CommandRun.of(predictTo(output, folder.resolve("none.csv")))
        .refuses("something exists already");
    assertEquals("mine", Files.readString(output));
  }

  /** The local disk, on which nothing finished can be given its name. */
  public static final class StuckFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("stuck:///");
    }

    @Override
    public String getScheme() {
      return "stuck";
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      return !from.getName().endsWith(".draft") && super.rename(from, to);
    }
  }
}
