package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.checkpoint.LocalFileTree;
import org.keepgate.checkpoint.StoreLease;

@DisplayName("The place of checkpoints: anywhere, one run at a time, never harmed")
class CheckpointPlaceTest extends Refusal {

  private Path store() {
    return folder.resolve("states/of this run");
  }

  /** With states in a place of their own. */
  private CommandRun trainThere(String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of("--checkpoint", "file:" + store()));
    all.addAll(List.of("--set", "averagingInterval=5", "--set", "maxRounds=4"));
    all.addAll(List.of(more));
    return trainTexts(SmallInputs.texts(folder), all.toArray(String[]::new));
  }

  @Test
  @DisplayName("a URI of their own: kept there until training is complete, foreign files for ever")
  void ownPlace() throws IOException {
    trainThere("--time-limit", "0.0001").succeeds();
    assertEquals(List.of("round-00000001"), SmallInputs.names(store()));
    assertEquals(List.of("model"), SmallInputs.names(place));
    SmallInputs.write(store(), "notes.txt", "mine");
    CommandRun resumed = trainThere("--resume").succeeds();
    assertTrue(resumed.out.contains("resuming after round 1"), resumed.out);
    assertEquals(List.of("notes.txt"), SmallInputs.names(store()));
    byte[] parts = Files.readAllBytes(model().resolve("model.safetensors"));
    trainThere("--overwrite").succeeds();
    assertEquals(-1, Files.mismatch(model().resolve("model.safetensors"), written(parts)));
  }

  private Path written(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("before"), bytes);
  }

  @Test
  @DisplayName("as many of the newest stay as are asked for")
  void kept() throws IOException {
    trainThere("--keep-checkpoints", "0").misused("--keep-checkpoints: expected at least 1");
    trainThere("--keep-checkpoints", "1", "--time-limit", "0.0001").succeeds();
    trainThere("--keep-checkpoints", "1", "--time-limit", "0.0001", "--resume").succeeds();
    assertEquals(List.of("round-00000002"), SmallInputs.names(store()));
    trainThere("--keep-checkpoints", "5", "--time-limit", "0.0001", "--resume").succeeds();
    assertEquals(List.of("round-00000002", "round-00000003"), SmallInputs.names(store()));
  }

  @Test
  @DisplayName("a model of the same training is replaced by --resume, another's is not")
  void ownModel() throws IOException {
    trainThere("--time-limit", "0.0001").succeeds();
    trainThere("--time-limit", "0.0001", "--resume").succeeds();
    Files.move(model(), folder.resolve("own"));
    trainTable(SmallInputs.table(folder)).succeeds();
    trainThere("--resume").refuses(model().toString(), "already exists");
    trainThere("--resume", "--overwrite").succeeds();
  }

  @Test
  @DisplayName("read-only, a file, or on a file system that is not there: refused before any work")
  void badPlaces() throws IOException {
    Path nothing = folder.resolve("none.csv");
    Path locked = LockedFolder.in(folder).resolve("states");
    train(SmallInputs.trainTable(model()), nothing, "--checkpoint", locked.toString())
        .refuses("checkpoints cannot be written to " + locked, "permission and space");
    Path file = SmallInputs.write(folder, "file", "mine");
    train(SmallInputs.trainTable(model()), nothing, "--checkpoint", file + "/states")
        .refuses("checkpoints cannot be written to " + file);
    train(SmallInputs.trainTable(model()), nothing, "--checkpoint", "nowhere://host/states")
        .refuses("nowhere://host/states", "is not a URI that can be used here");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("a second run is refused by name while the first one lives, whatever it is allowed")
  void leased() throws IOException {
    try (StoreLease first =
        StoreLease.of(new LocalFileTree(store()), "application-1", warning -> {})) {
      first.acquire(false);
      for (String allowed : List.of("--json", "--resume", "--overwrite")) {
        CommandRun second = trainThere(allowed);
        assertEquals(1, second.exitCode);
        assertTrue(second.err.contains("is in use by another run (application-1 on "), second.err);
      }
      first.confirm();
      nothingAtThePlace();
    }
  }

  @Test
  @DisplayName("a dead run's is taken over by --resume with a warning, and not without")
  void takenOver() throws Exception {
    trainThere("--time-limit", "0.0001").succeeds();
    leaveLeaseOfDeadProcess();
    CommandRun plain = trainThere();
    plain.refuses("belongs to a run that died (application-0 on", "add --resume to go on with it");
    CommandRun resumed = trainThere("--resume").succeeds();
    assertTrue(resumed.err.contains("taking over " + store()), resumed.err);
    assertTrue(resumed.err.contains("from a run that died (application-0 on"), resumed.err);
    assertFalse(Files.exists(store()));
  }

  /** As a run of this machine leaves it when it is killed. */
  private void leaveLeaseOfDeadProcess() throws Exception {
    Path lease = store().resolve("lease.json");
    Process process = new ProcessBuilder("true").start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    try (StoreLease held =
        StoreLease.of(new LocalFileTree(store()), "application-0", warning -> {})) {
      held.acquire(false);
      Files.copy(lease, folder.resolve("lease"));
    }
    String text = Files.readString(folder.resolve("lease"));
    String dead = text.replaceAll("\"pid\" ?: ?\\d+", "\"pid\" : " + process.pid());
    assertFalse(dead.equals(text), text);
    Files.writeString(lease, dead);
  }

  @Test
  @DisplayName("a disk that is full after some rounds: one sentence, and the older states resume")
  void fullDisk() throws IOException {
    String[] wide = {"--set", "hiddenSize=96", "--set", "averagingInterval=5"};
    Path texts = SmallInputs.texts(folder);
    List<String> whole = new ArrayList<>(SmallInputs.trainTexts(place.resolve("whole")));
    train(whole, texts, wide).succeeds();
    try (SmallDisk disk = SmallDisk.of(folder, 2200)) { // for three states of 700 kB, not for four
      Path states = disk.path().resolve("states");
      assumeTrue(Files.getFileStore(disk.path()).type().equals("tmpfs"), "only the superuser can");
      List<String> there = new ArrayList<>(List.of(wide));
      there.addAll(List.of("--keep-checkpoints", "9", "--checkpoint", states.toString()));
      CommandRun full = trainTexts(texts, there.toArray(String[]::new));
      assertEquals(1, full.exitCode, full.err);
      String sentence =
          full.err.lines().filter(line -> line.startsWith("keepgate: ")).toList() + "";
      assertTrue(sentence.contains("No space left on device"), full.err);
      assertTrue(sentence.contains("older checkpoints are as they were"), full.err);
      nothingButWhole();
      List<String> rounds = SmallInputs.names(states);
      assertTrue(rounds.size() >= 2, rounds::toString);
      Path larger = folder.resolve("larger");
      copy(states, larger);
      CommandRun resumed =
          train(
              SmallInputs.trainTexts(model()),
              texts,
              Stream.concat(
                      Stream.of(wide), Stream.of("--resume", "--checkpoint", larger.toString()))
                  .toArray(String[]::new));
      resumed.succeeds();
      assertTrue(resumed.out.contains("resuming after round " + rounds.size()), resumed.out);
    }
    assertEquals(
        -1,
        Files.mismatch(
            place.resolve("whole/model.safetensors"), model().resolve("model.safetensors")));
  }

  private void nothingButWhole() throws IOException {
    assertEquals(List.of("whole"), SmallInputs.names(place));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
