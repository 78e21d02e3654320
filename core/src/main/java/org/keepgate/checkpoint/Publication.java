package org.keepgate.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.keepgate.sequence.InputException;

/**
 * Writes a folder whole or not at all: under another name beside its place, then renamed.
 *
 * <p>Names beginning with a dot beside the place are used for the unfinished folder and, for the
 * moment of the exchange, for the one that is replaced. What a killed program left under them is
 * put right by the next publication.
 */
final class Publication {
  private static final Logger LOG = System.getLogger(Publication.class.getName());

  private final FileTree place;
  private final boolean overwrite;
  private final FileTree draft;
  private final FileTree replaced;

  Publication(FileTree place, boolean overwrite) {
    this.place = place;
    this.overwrite = overwrite;
    this.draft = place.sibling("." + place.name() + ".draft");
    this.replaced = place.sibling("." + place.name() + ".replaced");
  }

  /** Writes the files of the folder. */
  interface Content {
    void writeTo(FileTree folder) throws IOException;
  }

  /** Refuses what {@link #publish} would refuse, and leaves everything as it was. */
  void rehearse() {
    attempt(
        () -> {
          recover();
          requireReplaceable();
          try (OutputStream out = draft.create("probe")) {
            out.write(0);
          }
          draft.delete();
        });
  }

  void publish(Content content) {
    attempt(
        () -> {
          recover();
          requireReplaceable();
          content.writeTo(draft);
          exchange();
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Says in one sentence what went wrong, after clearing what was begun. */
  private void attempt(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      clearDraft(e);
      throw new InputException(
          place.location()
              + " cannot be written: "
              + Failures.describe(e)
              + "; nothing of it was left behind, choose a place with permission and space",
          e);
    } catch (RuntimeException | Error e) {
      clearDraft(e);
      throw e;
    }
  }

  private void clearDraft(Throwable failure) {
    try {
      draft.delete();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Puts right what a program that was killed here has left. */
  private void recover() throws IOException {
    draft.delete();
    if (replaced.exists()) {
      if (place.exists()) {
        replaced.delete();
      } else {
        replaced.renameTo(place.name());
      }
    }
  }

  private void requireReplaceable() throws IOException {
    if (!place.exists()) {
      return;
    }
    if (!overwrite) {
      throw new InputException(
          place.location()
              + " already exists: choose another place, or allow it to be overwritten (--overwrite)");
    }
    if (!place.list().isEmpty() && !place.contains(Manifest.FILE)) {
      throw new InputException(
          place.location()
              + " is not a model directory (it has no "
              + Manifest.FILE
              + ") and is not overwritten: choose another place, or remove it yourself");
    }
  }

  private void exchange() throws IOException {
    boolean replaces = place.exists();
    if (replaces) {
      place.renameTo(replaced.name());
    }
    try {
      draft.renameTo(place.name());
    } catch (IOException e) {
      if (replaces && !place.exists()) {
        replaced.renameTo(place.name());
      }
      throw e;
    }
    if (replaces) {
      deleteReplaced();
    }
  }

  /** The new folder is in place; that the old one stays somewhere is no failure any more. */
  private void deleteReplaced() {
    try {
      replaced.delete();
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          () -> replaced.location() + " could not be deleted: " + Failures.describe(e));
    }
  }
}
