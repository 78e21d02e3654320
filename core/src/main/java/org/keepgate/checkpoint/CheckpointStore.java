package org.keepgate.checkpoint;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.training.CheckpointWriter;
import org.keepgate.training.TrainingOptions;

/**
 * The checkpoints of one training: a folder with a folder for each saved round.
 *
 * <p>A round's folder counts only with its manifest, which is written last and confirms every file;
 * so a torn write is never taken for a checkpoint, and one that was damaged later is left out with
 * a warning in favour of the one before.
 */
public final class CheckpointStore {
  private static final Logger LOG = System.getLogger(CheckpointStore.class.getName());
  private static final String PREFIX = "round-";
  private static final Pattern ROUND = Pattern.compile(PREFIX + "(\\d{8,9})");

  private final FileTree tree;
  private final int keep;
  private final Consumer<String> warnings;
  private final @Nullable StoreLease lease; // null: nobody else is expected to write here

  /**
   * The checkpoints in this folder; warnings go to the log.
   *
   * @param keep how many of the newest stay; the round of the best validation stays besides
   */
  public CheckpointStore(FileTree tree, int keep) {
    this(tree, keep, warning -> LOG.log(Level.WARNING, warning));
  }

  /**
   * The checkpoints in this folder.
   *
   * @param warnings is told, in a sentence, which checkpoint is left out and why
   */
  public CheckpointStore(FileTree tree, int keep, Consumer<String> warnings) {
    this(tree, keep, warnings, null);
  }

  private CheckpointStore(
      FileTree tree, int keep, Consumer<String> warnings, @Nullable StoreLease lease) {
    if (keep < 1) {
      throw new IllegalArgumentException("checkpoints to keep must be at least 1, got " + keep);
    }
    this.tree = tree;
    this.keep = keep;
    this.warnings = warnings;
    this.lease = lease;
  }

  /** These checkpoints, which are written and deleted only while the lease is held. */
  public CheckpointStore under(StoreLease held) {
    return new CheckpointStore(tree, keep, warnings, held);
  }

  /** Where the checkpoints are. */
  public String location() {
    return tree.location();
  }

  /** Tells a warning about a checkpoint in the way that this store tells its own. */
  public void warn(String sentence) {
    warnings.accept(sentence);
  }

  /** Whether no round was ever saved here. */
  public boolean isEmpty() {
    return attempt("read", () -> rounds().isEmpty());
  }

  /** Deletes all checkpoints: what a training that starts anew does first. */
  public void clear() {
    confirmLease();
    attempt(
        "deleted",
        () -> {
          for (int round : rounds()) {
            folder(round).delete();
          }
          return true;
        });
  }

  /** A writer for the loop of a training of this network, with these options, on this data. */
  public CheckpointWriter writer(
      NetworkSpec spec,
      TrainingOptions options,
      DataFingerprints data,
      Map<String, String> environment) {
    return state -> write(new Checkpoint(spec, options, data, environment, state));
  }

  /**
   * Saves a checkpoint, then deletes those that are no longer kept; also any of later rounds, which
   * a training that was taken up before them has left behind.
   *
   * @return where it was saved
   * @throws InputException when it cannot be written, and the older checkpoints stay; or when
   *     another run has taken over
   */
  public String write(Checkpoint checkpoint) {
    FileTree folder = folder(checkpoint.state().round());
    confirmLease();
    try {
      folder.delete();
      CheckpointFiles.write(checkpoint, folder);
    } catch (IOException e) {
      deleteTorn(folder, e);
      throw new InputException(
          "the checkpoint "
              + folder.location()
              + " cannot be written: "
              + Failures.describe(e)
              + "; older checkpoints are as they were",
          e);
    }
    confirmLease(); // else later rounds of the run that took it would be deleted
    prune(checkpoint);
    return folder.location();
  }

  /**
   * The newest checkpoint that is whole; none when no write was ever finished.
   *
   * @throws InputException when there are finished ones but all are damaged, or the newest is of an
   *     unknown version, or the disk fails
   */
  public Optional<Checkpoint> latest() {
    return attempt("read", this::newestWhole);
  }

  private Optional<Checkpoint> newestWhole() throws IOException {
    InputException damage = null;
    for (int round : rounds()) {
      FileTree folder = folder(round);
      if (!folder.contains(Manifest.FILE)) {
        warnings.accept("the checkpoint " + folder.location() + " was not finished, left out");
        continue;
      }
      try {
        return Optional.of(CheckpointFiles.read(folder));
      } catch (FormatHeader.UnknownVersionException e) {
        throw e;
      } catch (InputException e) {
        warnings.accept(
            "the checkpoint " + folder.location() + " is damaged and left out: " + e.getMessage());
        damage = damage == null ? e : damage;
      }
    }
    if (damage != null) {
      throw new InputException(
          "no checkpoint in "
              + tree.location()
              + " is whole; the newest: "
              + damage.getMessage()
              + ", or start anew by --overwrite without --resume",
          damage);
    }
    return Optional.empty();
  }

  /** The new checkpoint is safe; that an old one could not be deleted is only worth a warning. */
  private void prune(Checkpoint newest) {
    int current = newest.state().round();
    int best = newest.state().earlyStopping().bestRound();
    int kept = 0;
    try {
      for (int round : rounds()) {
        boolean past = round <= current && folder(round).contains(Manifest.FILE);
        if (past && kept < keep) {
          kept++;
        } else if (!past || round != best) {
          folder(round).delete();
        }
      }
    } catch (IOException e) {
      warnings.accept("an old checkpoint could not be deleted: " + Failures.describe(e));
    }
  }

  private void confirmLease() {
    if (lease != null) {
      lease.confirm();
    }
  }

  private static void deleteTorn(FileTree folder, IOException failure) {
    try {
      folder.delete();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Saved rounds, finished or not, the newest first. */
  private List<Integer> rounds() throws IOException {
    List<Integer> rounds = new ArrayList<>();
    for (String name : tree.list()) {
      var matcher = ROUND.matcher(name);
      if (matcher.matches()) {
        rounds.add(Integer.valueOf(matcher.group(1)));
      }
    }
    rounds.sort(Collections.reverseOrder());
    return rounds;
  }

  private FileTree folder(int round) {
    return tree.folder(PREFIX + String.format(Locale.ROOT, "%08d", round));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String verb, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new InputException(
          "the checkpoints " + tree.location() + " cannot be " + verb + ": " + Failures.describe(e),
          e);
    }
  }
}
