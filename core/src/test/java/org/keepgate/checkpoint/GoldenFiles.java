package org.keepgate.checkpoint;

import java.nio.file.Path;

/**
 * Writes the golden model and checkpoint of the current format version: once, on the day that the
 * version is made. The folders then stay as they are for ever; {@link GoldenFilesTest} reads them.
 *
 * <pre>
 *   java -cp … org.keepgate.checkpoint.GoldenFiles core/src/test/resources/golden/files
 * </pre>
 */
final class GoldenFiles {
  private GoldenFiles() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    ModelDirectory.write(
        SampleModels.languageModel(),
        new LocalFileTree(folder.resolve("model-" + ModelDirectory.FORMAT_VERSION)),
        false);
    new CheckpointStore(
            new LocalFileTree(folder.resolve("checkpoints-" + CheckpointFiles.FORMAT_VERSION)), 1)
        .write(SampleTraining.checkpoint(2, 1));
  }
}
