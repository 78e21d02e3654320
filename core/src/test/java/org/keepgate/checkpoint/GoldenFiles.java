package org.keepgate.checkpoint;

import java.nio.file.Path;

/**
 * Writes golden models and checkpoints of the current format version: once, on the day that the
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
    new CheckpointStore(
            new LocalFileTree(folder.resolve("checkpoints-" + CheckpointFiles.FORMAT_VERSION)), 1)
        .write(SampleTraining.averaged());
    ModelDirectory.write(
        forecaster(), new LocalFileTree(folder.resolve("model-1-forecaster")), false);
  }

  /** With every part of the format that the language model does without. */
  static TrainedModel forecaster() {
    TrainingRecord sample = SampleModels.record();
    TrainingRecord record =
        new TrainingRecord(
            SampleTraining.averaged().state().history(),
            SampleTraining.averagedOptions(),
            sample.numWorkersReason(),
            sample.dataFingerprint(),
            sample.stopReason(),
            sample.bestRound(),
            sample.repeat(),
            sample.environment());
    return SampleModels.withRecord(SampleModels.forecaster(), record);
  }
}
