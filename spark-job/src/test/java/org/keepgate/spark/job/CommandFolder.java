package org.keepgate.spark.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A folder in which commands train and write, as a user runs them. */
abstract class CommandFolder {
  @TempDir Path folder;

  Path model(String name) {
    return folder.resolve("models").resolve(name);
  }

  static CommandRun train(List<String> arguments, Path input, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--input", input.toString()));
    return CommandRun.of(all, more).succeeds();
  }
}
