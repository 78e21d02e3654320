package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.checkpoint.ModelDirectory;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.checkpoint.TrainingRecord;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.training.History;
import org.keepgate.training.StopReason;

@DisplayName("A model where folders are renamed file by file, and the program dies at any change")
class ModelOnObjectStoreTest {
  private static final NetworkSpec SPEC = SmallTask.network(SmallTask.TABLE);
  private static final int PLENTY = 1 << 20;

  @TempDir java.nio.file.Path temporary;

  @BeforeEach
  void alive() {
    ObjectStoreFileSystem.LEFT.set(PLENTY);
  }

  @Test
  @DisplayName("the first one is there whole, or refused, and then nothing hinders the next")
  void first() throws IOException {
    int refusals = 0;
    for (int changes = 0; ; changes++) {
      FileTree place = place("first" + changes);
      if (!diesWriting(1, place, false, changes)) {
        assertEquals(1, seedOf(place));
        break;
      }
      refusals += seedOf(place) == 0 ? 1 : 0;
      ModelDirectory.requireWritable(place, false);
      assertFalse(place.exists(), "after " + changes);
      ModelDirectory.write(model(2), place, false);
      assertEquals(2, seedOf(place));
    }
    assertEquals(8, refusals, "four files, each renamed once");
  }

  @Test
  @DisplayName("one that is replaced is the old one or the new one again")
  void replacing() throws IOException {
    int deaths = 0;
    for (int changes = 0; changes < 20; changes++) { // at the last the old one is half deleted
      FileTree place = place("again" + changes);
      ModelDirectory.write(model(1), place, false);
      if (diesWriting(2, place, true, changes)) {
        deaths++;
        seedOf(place); // whole or refused
      } else {
        assertEquals(2, seedOf(place));
      }
      ModelDirectory.requireWritable(place, true);
      assertTrue(seedOf(place) > 0, "after " + changes);
      assertEquals(List.of(place.name()), namesBeside(place), "after " + changes);
    }
    assertEquals(12, deaths, "four files, each renamed twice");
  }

  private static List<String> namesBeside(FileTree place) throws IOException {
    FileTree parent = place.parent();
    return parent == null ? List.of() : parent.list();
  }

  private FileTree place(String run) {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.objects.impl", ObjectStoreFileSystem.class, FileSystem.class);
    return HadoopFileTree.of("objects://" + temporary + "/" + run + "/model", hadoop);
  }

  private static boolean diesWriting(int seed, FileTree place, boolean overwrite, int changes) {
    ObjectStoreFileSystem.LEFT.set(changes);
    try {
      ModelDirectory.write(model(seed), place, overwrite);
      return false;
    } catch (InputException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("the program is dead"), e.toString());
      return true;
    } finally {
      ObjectStoreFileSystem.LEFT.set(PLENTY);
    }
  }

  /** Of the model that is there; 0 where reading it is refused by its name. */
  private static int seedOf(FileTree place) {
    try {
      return Math.toIntExact(ModelDirectory.read(place).record().options().seed());
    } catch (InputException e) {
      assertTrue(String.valueOf(e.getMessage()).contains(place.location()), e.toString());
      return 0;
    }
  }

  private static TrainedModel model(int seed) {
    TrainingRecord record =
        new TrainingRecord(
            History.empty(),
            SmallTask.options(1).withSeed(seed),
            "set",
            "data",
            StopReason.COMPLETED,
            0,
            Map.of(),
            Map.of());
    return new TrainedModel(
        SPEC, "classify", SPEC.initialParameters(seed), null, null, null, null, Map.of(), record);
  }
}
