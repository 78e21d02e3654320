package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepgate.checkpoint.Checkpoint;
import org.keepgate.checkpoint.CheckpointStore;
import org.keepgate.checkpoint.DataFingerprints;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.checkpoint.StoreLease;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.training.EarlyStoppingState;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingState;

@DisplayName("Checkpoints on file systems of Hadoop")
class CheckpointsOnHadoopTest {
  private static final NetworkSpec SPEC = SmallTask.network(SmallTask.TEXT);
  private static final TrainingOptions OPTIONS = SmallTask.options(2);
  private static final int PLENTY = 1 << 20;

  @TempDir java.nio.file.Path temporary;

  @BeforeEach
  void alive() {
    ObjectStoreFileSystem.LEFT.set(PLENTY);
  }

  /** A file system, and what is written like that on it. */
  enum Kind {
    /** The local disk with a checksum file beside every file. */
    CHECKSUMS,
    /** Names that lead to another file system's. */
    VIEWFS,
    /** No file before it is whole, no folder renamed at once. */
    OBJECTS;

    FileTree tree(java.nio.file.Path folder) throws IOException {
      Configuration hadoop = new Configuration();
      return switch (this) {
        case CHECKSUMS -> {
          LocalFileSystem local = FileSystem.getLocal(hadoop);
          yield new HadoopFileTree(local, new Path(folder.toUri().toString(), "runs/states"));
        }
        case VIEWFS -> {
          hadoop.setBoolean("fs.viewfs.impl.disable.cache", true); // it would keep its mounts
          hadoop.set("fs.viewfs.mounttable.default.link./mounted", folder.toUri().toString());
          yield HadoopFileTree.of("viewfs:///mounted/runs/states", hadoop);
        }
        case OBJECTS -> {
          hadoop.setClass("fs.objects.impl", ObjectStoreFileSystem.class, FileSystem.class);
          yield HadoopFileTree.of("objects://" + folder + "/runs/states", hadoop);
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("come back whole; the newest and the best stay, a damaged one is passed over")
  void comeBack(Kind kind) throws IOException {
    FileTree tree = kind.tree(temporary);
    List<String> warnings = new ArrayList<>();
    CheckpointStore store = new CheckpointStore(tree, 2, warnings::add);
    for (int round = 1; round <= 5; round++) {
      store.write(checkpoint(round, Math.min(round, 2)));
    }
    assertEquals(List.of("round-00000002", "round-00000004", "round-00000005"), tree.list());
    assertEquals(5, roundOf(store));
    tree.folder("round-00000005").replace("checkpoint.json", new byte[] {'{', '}'});
    assertEquals(4, roundOf(store));
    assertEquals(1, warnings.size(), warnings::toString);
    assertArrayEquals(
        checkpoint(4, 2).state().parameters(), store.latest().orElseThrow().state().parameters());
    store.clear();
    assertEquals(List.of(), tree.list());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("have a lease, which goes with all that was made for it")
  void lease(Kind kind) throws IOException {
    FileTree tree = kind.tree(temporary);
    List<String> warnings = new ArrayList<>();
    StoreLease.requireWritable(tree);
    assertTrue(!tree.exists() && java.nio.file.Files.notExists(temporary.resolve("runs")));
    try (StoreLease lease = StoreLease.of(tree, "spark-1", warnings::add)) {
      lease.acquire(false);
      CheckpointStore store = new CheckpointStore(tree, 1).under(lease);
      store.write(checkpoint(1, 0));
      tree.replace("lease.json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      InputException refusal =
          assertThrows(InputException.class, () -> store.write(checkpoint(2, 0)));
      assertTrue(String.valueOf(refusal.getMessage()).contains("taken over"), refusal.toString());
      tree.deleteFile("lease.json");
      assertThrows(InputException.class, store::clear);
    }
    new CheckpointStore(tree, 1).clear();
    try (StoreLease lease = StoreLease.of(tree, "spark-2", warnings::add)) {
      lease.acquire(false);
    }
    assertTrue(!tree.exists(), tree.location());
    assertEquals(List.of(), warnings);
  }

  @Test
  @DisplayName("where files appear one by one, a program that dies at any of them leaves one whole")
  void deathOnObjectStore() throws IOException {
    FileTree tree = Kind.OBJECTS.tree(temporary);
    int changes = 0;
    for (int round; (round = roundAfterDeath(tree, changes)) < 3; changes++) {
      assertEquals(2, round, "after " + changes + " changes");
    }
    assertTrue(changes >= 3, "description, state and manifest: " + changes);
    for (int prunes = changes + 1; prunes < changes + 4; prunes++) { // the older one half deleted
      assertEquals(3, roundAfterDeath(tree, prunes));
    }
  }

  /** The newest whole round when the third round's writer dies after so many changes. */
  private static int roundAfterDeath(FileTree tree, int changes) {
    CheckpointStore store = new CheckpointStore(tree, 1, warning -> {});
    ObjectStoreFileSystem.LEFT.set(PLENTY);
    store.clear();
    store.write(checkpoint(2, 0));
    ObjectStoreFileSystem.LEFT.set(changes);
    try {
      store.write(checkpoint(3, 0));
    } catch (InputException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("the program is dead"), e.toString());
    }
    ObjectStoreFileSystem.LEFT.set(PLENTY);
    return roundOf(store);
  }

  private static int roundOf(CheckpointStore store) {
    return store.latest().orElseThrow().state().round();
  }

  private static Checkpoint checkpoint(int round, int bestRound) {
    TrainingState start = TrainingState.start(SPEC.initialParameters(round), OPTIONS);
    float[] best = bestRound > 0 ? SPEC.initialParameters(bestRound) : null;
    TrainingState state =
        new TrainingState(
            start.parameters(),
            start.optimizer(),
            start.averaging(),
            round,
            round,
            0,
            start.carriedByWorker(),
            start.plateau(),
            new EarlyStoppingState(1, bestRound, 0, best),
            start.history());
    return new Checkpoint(SPEC, OPTIONS, DataFingerprints.ofTraining("data"), Map.of(), state);
  }
}
