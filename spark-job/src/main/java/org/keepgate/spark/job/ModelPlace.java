package org.keepgate.spark.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.CheckpointStore;
import org.keepgate.checkpoint.Failures;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.checkpoint.ModelDirectory;
import org.keepgate.checkpoint.StoreLease;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.trainer.HadoopFileTree;

/**
 * Where a training writes.
 *
 * <pre>
 *   MODEL               the model and its report, once training has ended well
 *   MODEL.checkpoints   states to resume from, unless another place is given for them, and the lease
 *                       of the run that writes them; deleted when training is complete
 *   MODEL.last-good     the model before the round in which training diverged
 * </pre>
 */
final class ModelPlace implements AutoCloseable {
  static final String REPORT = "report.html";

  private final String uri;
  private final FileTree model;
  private final FileTree checkpointFolder;
  private final FileTree lastGood;
  private final boolean resume;
  private final boolean overwrite;
  private final CheckpointStore store;
  private final StoreLease lease;

  /**
   * What is asked of a place.
   *
   * @param model URI of the model
   * @param checkpoints URI of the states to resume from; null = beside the model
   * @param kept how many of the newest states stay
   * @param resume whether states that are there are to be used
   * @param overwrite whether what is there may be replaced
   */
  record Request(
      String model, @Nullable String checkpoints, int kept, boolean resume, boolean overwrite) {}

  /**
   * The place of a model; nothing is read or written yet.
   *
   * @param application as Spark names it, for whoever finds the place taken
   * @param warnings is told, in a sentence, of checkpoints that are damaged and of leases
   */
  ModelPlace(Request request, Configuration hadoop, String application, Consumer<String> warnings) {
    this.uri = request.model();
    this.model = HadoopFileTree.of(uri, hadoop);
    String other = request.checkpoints();
    this.checkpointFolder =
        other == null
            ? model.sibling(model.name() + ".checkpoints")
            : HadoopFileTree.of(other, hadoop);
    this.lastGood = model.sibling(model.name() + ".last-good");
    this.resume = request.resume();
    this.overwrite = request.overwrite();
    this.lease = StoreLease.of(checkpointFolder, application, warnings);
    this.store = new CheckpointStore(checkpointFolder, request.kept(), warnings).under(lease);
  }

  /**
   * Refuses, before any work is done, a place that is taken, that another run writes to, or that
   * cannot be written to.
   */
  void requireFree() {
    lease.requireFree(resume || overwrite); // first: what a living run has begun is left alone
    if (resume) {
      requireUnfinished();
    }
    ModelDirectory.requireWritable(model, overwrites());
    StoreLease.requireWritable(checkpointFolder);
    if (!resume && !overwrite && !store.isEmpty()) {
      throw new InputException(
          checkpointFolder.location()
              + " holds a training that was not completed: add --resume to go on with it, or"
              + " --overwrite to start anew");
    }
  }

  private void requireUnfinished() {
    try {
      if (!model.list().isEmpty() && store.isEmpty()) {
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

  /**
   * Whether a model that is there may be replaced: also without leave where it is of the very
   * training that is resumed, which was killed after it had written it, or stopped by its time
   * limit.
   */
  private boolean overwrites() {
    return overwrite || (resume && ModelDirectory.isOf(model, store));
  }

  /** Takes the checkpoints' lease, until this is closed: from now on no other run writes there. */
  void acquire() {
    lease.acquire(resume || overwrite);
  }

  @Override
  public void close() {
    lease.close();
  }

  /** The states of this training. */
  CheckpointStore checkpoints() {
    return store;
  }

  /** Writes the model. */
  void write(TrainedModel trained) {
    lease.confirm();
    ModelDirectory.write(trained, model, overwrites());
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
    store.clear();
  }

  String checkpointLocation() {
    return checkpointFolder.location();
  }

  /** As the user named it. */
  String uri() {
    return uri;
  }
}
