package org.keepgate.spark.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.keepgate.checkpoint.CheckpointStore;
import org.keepgate.checkpoint.Failures;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.checkpoint.ModelDirectory;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.trainer.HadoopFileTree;

/**
 * Where a training writes.
 *
 * <pre>
 *   MODEL               the model and its report, once training has ended well
 *   MODEL.checkpoints   states to resume from; deleted when training is complete
 *   MODEL.last-good     the model before the round in which training diverged
 * </pre>
 */
final class ModelPlace {
  static final String REPORT = "report.html";

  private static final int CHECKPOINTS_KEPT = 2;

  private final String uri;
  private final FileTree model;
  private final FileTree checkpointFolder;
  private final FileTree lastGood;
  private final boolean overwrite;
  private final Consumer<String> warnings;

  /**
   * The place of a model; nothing is read or written yet.
   *
   * @param warnings is told, in a sentence, of checkpoints that are damaged
   */
  ModelPlace(String uri, boolean overwrite, Configuration hadoop, Consumer<String> warnings) {
    this.uri = uri;
    this.warnings = warnings;
    this.model = HadoopFileTree.of(uri, hadoop);
    this.checkpointFolder = model.sibling(model.name() + ".checkpoints");
    this.lastGood = model.sibling(model.name() + ".last-good");
    this.overwrite = overwrite;
  }

  /**
   * Refuses, before any work is done, a place that is taken or cannot be written to.
   *
   * @param resume whether checkpoints that are there are to be used
   */
  void requireFree(boolean resume) {
    if (resume) {
      requireUnfinished();
    }
    ModelDirectory.requireWritable(model, overwrite);
    if (!resume && !overwrite && !checkpoints().isEmpty()) {
      throw new InputException(
          checkpointFolder.location()
              + " holds a training that was not completed: add --resume to go on with it, or"
              + " --overwrite to start anew");
    }
  }

  private void requireUnfinished() {
    try {
      if (!model.list().isEmpty() && checkpoints().isEmpty()) {
        throw new InputException(
            model.location()
                + " is a model whose training was completed, there is nothing to resume: to train"
                + " anew in its place, give --overwrite instead of --resume");
      }
    } catch (IOException e) {
      throw new InputException(
          model.location() + " cannot be read; " + Failures.describe(e) + ": check its permissions",
          e);
    }
  }

  /** The states of this training. */
  CheckpointStore checkpoints() {
    return new CheckpointStore(checkpointFolder, CHECKPOINTS_KEPT, warnings);
  }

  /** Writes the model. */
  void write(TrainedModel trained) {
    ModelDirectory.write(trained, model, overwrite);
  }

  /** Writes the report into the model's folder. */
  void writeReport(String html) throws IOException {
    try (OutputStream out = model.create(REPORT)) {
      out.write(html.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes a model of a training that diverged; returns where. */
  String writeLastGood(TrainedModel trained) {
    ModelDirectory.write(trained, lastGood, true);
    return lastGood.location();
  }

  /** Deletes the states: nothing is left to be resumed. */
  void deleteCheckpoints() {
    try {
      checkpointFolder.delete();
    } catch (IOException e) {
      throw new InputException(
          checkpointFolder.location() + " cannot be deleted; " + Failures.describe(e), e);
    }
  }

  String checkpointLocation() {
    return checkpointFolder.location();
  }

  /** As the user named it. */
  String uri() {
    return uri;
  }
}
