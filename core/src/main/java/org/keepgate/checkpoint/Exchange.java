package org.keepgate.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;

/**
 * Puts something finished in the place of what is there, a folder or a single file, so that at
 * every moment the old or the new one exists whole.
 *
 * <pre>
 *   PLACE             the old one, then the new one
 *   .PLACE.draft      the new one while it is made
 *   .PLACE.replaced   the old one from its renaming to the end of the exchange
 * </pre>
 *
 * <p>What a killed program left under the two hidden names is put right by {@link #recover}.
 */
public final class Exchange {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());

  private static final String PROBE = "probe";

  private final FileTree place;
  private final FileTree draft;
  private final FileTree replaced;

  /** The exchange at a place; nothing happens yet. */
  public Exchange(FileTree place) {
    this.place = place;
    this.draft = place.sibling("." + place.name() + ".draft");
    this.replaced = place.sibling("." + place.name() + ".replaced");
  }

  /** Where the new one is made. */
  public FileTree draft() {
    return draft;
  }

  /** Where the old one is meanwhile. */
  FileTree replaced() {
    return replaced;
  }

  /** Puts right what a program that was killed here has left. */
  public void recover() throws IOException {
    draft.delete();
    if (replaced.exists()) {
      if (place.exists()) {
        replaced.delete();
      } else {
        replaced.renameTo(place.name());
      }
    }
  }

  /** Finds out whether something can be made here; leaves nothing, missing parents neither. */
  public void rehearse() throws IOException {
    MissingFolders missing = MissingFolders.above(place);
    try {
      try (OutputStream out = draft.create(PROBE)) {
        out.write(0);
      }
      draft.delete();
    } catch (IOException | RuntimeException failure) {
      try {
        missing.deleteIfEmpty();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
    missing.deleteIfEmpty();
  }

  /** A failure in words that name the place, not the draft, of which the user knows nothing. */
  public String describe(IOException failure) {
    if (failure instanceof NoSuchFileException missing
        && missing.getFile() != null
        && missing.getFile().startsWith(draft.location())) {
      return "no folder can be made there";
    }
    return Failures.describe(failure)
        .replace(draft.location() + "/" + PROBE, place.location())
        .replace(draft.location(), place.location());
  }

  /**
   * Puts the finished draft in its place; what was there goes.
   *
   * @throws IOException when it cannot be done; then the old one is where it was
   */
  public void finish() throws IOException {
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

  /** Deletes a draft that came to nothing. */
  public void clear(Throwable failure) {
    try {
      draft.delete();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** The new one is in place; that the old one stays somewhere is no failure any more. */
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
