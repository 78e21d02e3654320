package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.averaging.AveragingStates;
import org.keepgate.sequence.InputException;
import org.keepgate.training.TrainingState;

@DisplayName("The checkpoint store")
class CheckpointStoreTest {
  @TempDir Path temporary;
  private FileTree tree = new LocalFileTree(Path.of("unset"));
  private CheckpointStore store = new CheckpointStore(tree, 1);
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void openStore() {
    tree = new LocalFileTree(temporary.resolve("checkpoints"));
    store = new CheckpointStore(tree, 2, warnings::add);
  }

  @Test
  @DisplayName("is empty at first, and nothing is the latest")
  void emptyAtFirst() {
    assertTrue(store.isEmpty());
    assertTrue(store.latest().isEmpty());
  }

  @Test
  @DisplayName("gives back every bit of the state")
  void givesBackState() {
    for (int bestRound : new int[] {0, 3}) {
      Checkpoint written = SampleTraining.checkpoint(3 + bestRound, bestRound);
      store.write(written);
      Checkpoint read = store.latest().orElseThrow();
      assertEquals(written.spec(), read.spec());
      assertEquals(written.options(), read.options());
      assertEquals(written.data(), read.data());
      assertEquals(written.environment(), read.environment());
      assertSameState(written.state(), read.state());
    }
  }

  @Test
  @DisplayName("keeps the newest k and the best")
  void keepsNewestAndBest() throws IOException {
    for (int round : new int[] {1, 2, 3, 4, 5}) {
      store.write(SampleTraining.checkpoint(round, Math.min(round, 2)));
    }
    assertEquals(List.of("round-00000002", "round-00000004", "round-00000005"), tree.list());
    assertEquals(5, store.latest().orElseThrow().state().round());
    store.clear();
    assertTrue(store.isEmpty());
  }

  @Test
  @DisplayName("forgets later rounds when training was taken up before them")
  void forgetsLaterRounds() throws IOException {
    store.write(SampleTraining.checkpoint(4, 0));
    store.write(SampleTraining.checkpoint(2, 0));
    assertEquals(List.of("round-00000002"), tree.list());
  }

  @Test
  @DisplayName(
      "has the one before as its latest, and nothing torn, when the disk fills at any byte")
  void fullDisk() throws IOException {
    store.write(SampleTraining.checkpoint(1, 0));
    long size = sizeOf("round-00000001");
    for (long bytes = 0; bytes < size; bytes += 97) {
      CheckpointStore full = new CheckpointStore(new FullDiskTree(tree, bytes), 2);
      InputException refusal =
          assertThrows(InputException.class, () -> full.write(SampleTraining.checkpoint(2, 0)));
      String message = String.valueOf(refusal.getMessage());
      assertTrue(message.contains("No space left on device"), message);
      assertTrue(message.contains("round-00000002"), message);
      assertEquals(List.of("round-00000001"), tree.list());
    }
    assertEquals(1, store.latest().orElseThrow().state().round());
  }

  @Test
  @DisplayName("never takes a torn write for a checkpoint when the program dies at any byte")
  void deathWhileWriting() throws IOException {
    store.write(SampleTraining.checkpoint(1, 0));
    long size = sizeOf("round-00000001");
    for (long bytes = 0; bytes < size; bytes += 97) {
      CheckpointStore dying = new CheckpointStore(FullDiskTree.dyingAfter(tree, bytes), 2);
      assertThrows(InputException.class, () -> dying.write(SampleTraining.checkpoint(2, 0)));
      assertTrue(tree.contains("round-00000002"), "the test leaves a torn folder");
      assertSameState(SampleTraining.state(1, 0), store.latest().orElseThrow().state());
      assertWarnedOf("round-00000002 was not finished");
      tree.folder("round-00000002").delete();
    }
  }

  @Test
  @DisplayName("leaves out a checkpoint of which any byte was changed")
  void changedByte() throws IOException {
    store.write(SampleTraining.checkpoint(1, 0));
    store.write(SampleTraining.checkpoint(2, 0));
    for (String name : List.of("checkpoint.json", "state.safetensors", "manifest.json")) {
      Path file = temporary.resolve("checkpoints/round-00000002").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at += 131) {
        byte[] changed = whole.clone();
        changed[at] ^= 0x11; // never one space for another: of a manifest, too, every change counts
        Files.write(file, changed);
        assertSameState(SampleTraining.state(1, 0), store.latest().orElseThrow().state());
        assertWarnedOf("round-00000002");
      }
      Files.write(file, whole);
    }
    assertEquals(2, store.latest().orElseThrow().state().round());
  }

  @Test
  @DisplayName("leaves out a checkpoint of which a file is missing, empty or cut off")
  void missingOrShort() throws IOException {
    store.write(SampleTraining.checkpoint(1, 0));
    store.write(SampleTraining.checkpoint(2, 0));
    for (String name : List.of("checkpoint.json", "state.safetensors", "manifest.json")) {
      Path file = temporary.resolve("checkpoints/round-00000002").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      int lastSign = whole.length - 2; // a manifest without its last line break is as good
      for (int length : new int[] {-1, 0, 1, 7, whole.length / 2, lastSign}) {
        Files.deleteIfExists(file);
        if (length >= 0) {
          Files.write(file, Arrays.copyOf(whole, length));
        }
        assertSameState(SampleTraining.state(1, 0), store.latest().orElseThrow().state());
        assertWarnedOf("round-00000002");
      }
      Files.write(file, whole);
    }
    assertEquals(2, store.latest().orElseThrow().state().round());
  }

  @Test
  @DisplayName("refuses to start over silently when all checkpoints are damaged")
  void allDamaged() throws IOException {
    store.write(SampleTraining.checkpoint(1, 0));
    store.write(SampleTraining.checkpoint(2, 0));
    for (String round : List.of("round-00000001", "round-00000002")) {
      Files.delete(temporary.resolve("checkpoints").resolve(round).resolve("state.safetensors"));
    }
    String message = refusalOfLatest();
    assertTrue(message.contains("no checkpoint in"), message);
    assertTrue(message.contains("state.safetensors of"), message);
    assertTrue(message.contains("round-00000002"), message);
  }

  @Test
  @DisplayName("refuses a newest checkpoint of an unknown version instead of passing over it")
  void unknownVersion() throws IOException {
    store.write(SampleTraining.checkpoint(1, 0));
    SealedFolderWriter folder = new SealedFolderWriter(tree.folder("round-00000002"));
    folder.write(
        "checkpoint.json",
        JsonFields.bytes(
            JsonFields.object().put("format", "keepgate-checkpoint").put("formatVersion", 3)));
    folder.seal();
    String message = refusalOfLatest();
    assertTrue(message.contains("has the format version 3, expected 1 to 2"), message);
  }

  @Test
  @DisplayName("lives beside files that are not its own")
  void foreignFiles() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("checkpoints"));
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.createDirectories(folder.resolve("round-tables"));
    assertTrue(store.isEmpty());
    store.write(SampleTraining.checkpoint(1, 0));
    store.clear();
    assertEquals(List.of("notes.txt", "round-tables"), tree.list());
  }

  @Test
  @DisplayName("says in one sentence when its place is a file")
  void placeIsAFile() throws IOException {
    Files.writeString(temporary.resolve("checkpoints"), "mine");
    InputException refusal =
        assertThrows(InputException.class, () -> store.write(SampleTraining.checkpoint(1, 0)));
    assertFalse(String.valueOf(refusal.getMessage()).contains("\n"));
    assertTrue(refusalOfLatest().contains("checkpoints"), refusalOfLatest());
    assertEquals("mine", Files.readString(temporary.resolve("checkpoints")));
  }

  private void assertWarnedOf(String expected) {
    assertEquals(1, warnings.size(), () -> warnings.toString());
    assertTrue(warnings.get(0).contains(expected), warnings.get(0));
    warnings.clear();
  }

  private String refusalOfLatest() {
    InputException refusal = assertThrows(InputException.class, () -> store.latest());
    return String.valueOf(refusal.getMessage());
  }

  private long sizeOf(String round) throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve("checkpoints").resolve(round))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  @DisplayName("gives back what averaging remembers: momentum, and states that workers keep")
  void givesBackAveraging() {
    Checkpoint written = SampleTraining.averaged();
    store.write(written);
    Checkpoint read = store.latest().orElseThrow();
    assertEquals(written.options(), read.options());
    assertSameState(written.state(), read.state());
  }

  static void assertSameState(TrainingState expected, TrainingState found) {
    assertEquals(expected.round(), found.round());
    assertEquals(expected.epoch(), found.epoch());
    assertEquals(expected.nextMinibatch(), found.nextMinibatch());
    assertArrayEquals(expected.parameters(), found.parameters());
    assertEquals(expected.optimizer().step(), found.optimizer().step());
    assertArrayEquals(expected.optimizer().vectors(), found.optimizer().vectors());
    AveragingStates.assertSame(expected.averaging(), found.averaging());
    assertArrayEquals(expected.carriedByWorker(), found.carriedByWorker());
    assertEquals(expected.plateau(), found.plateau());
    assertEquals(expected.earlyStopping().best(), found.earlyStopping().best());
    assertEquals(expected.earlyStopping().bestRound(), found.earlyStopping().bestRound());
    assertEquals(expected.earlyStopping().worse(), found.earlyStopping().worse());
    assertArrayEquals(
        expected.earlyStopping().bestParameters(), found.earlyStopping().bestParameters());
    assertEquals(expected.history(), found.history());
  }
}
