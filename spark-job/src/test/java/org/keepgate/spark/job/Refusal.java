package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What all tests of bad input share: one sentence, exit code above 0, nothing half-written. */
abstract class Refusal {
  @TempDir Path folder;
  @TempDir Path place;

  Path model() {
    return place.resolve("model");
  }

  /** Whatever happened, nothing begun may be left. */
  @AfterEach
  void nothingHalfWritten() throws IOException {
    assertTrue(
        SmallInputs.names(place).stream().noneMatch(name -> name.startsWith(".")),
        () -> "left behind in " + place);
  }

  static CommandRun train(List<String> arguments, Path input, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--input", input.toString()));
    return CommandRun.of(all, more);
  }

  CommandRun trainTable(Path input, String... more) {
    return train(SmallInputs.trainTable(model()), input, more);
  }

  CommandRun trainTexts(Path input, String... more) {
    return train(SmallInputs.trainTexts(model()), input, more);
  }

  void nothingAtThePlace() throws IOException {
    assertEquals(List.of(), SmallInputs.names(place));
  }
}
