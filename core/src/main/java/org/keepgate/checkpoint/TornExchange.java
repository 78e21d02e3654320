package org.keepgate.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.keepgate.sequence.InputException;

/**
 * Puts right what a program has left that was killed in the middle of a renaming, on a file system
 * that renames folders file by file (object stores). What is renamed is then partly under its old
 * name and partly under its new one; no file is in neither, and none is half.
 */
final class TornExchange {
  private final FileTree place;
  private final FileTree draft;
  private final FileTree replaced;
  private final Set<String> files;

  /**
   * The exchange of sealed folders at a place.
   *
   * @param files names of all files that such a folder may have
   */
  TornExchange(FileTree place, FileTree draft, FileTree replaced, Set<String> files) {
    this.place = place;
    this.draft = draft;
    this.replaced = replaced;
    this.files = files;
  }

  /**
   * Makes the place whole again, as the old one or the new one, or empties it where there was no
   * old one; touches nothing unless a killed exchange is seen beside it.
   */
  void putRight() throws IOException {
    if (!place.exists() || isWhole(place)) {
      return;
    }
    if (replaced.exists()) {
      putBack();
    } else if (draft.exists() && files.containsAll(place.list())) {
      place.delete(); // the draft was on its way there
    }
  }

  /** The new one was on its way, or the old one on its way out or back. */
  private void putBack() throws IOException {
    if (isWhole(replaced)) {
      place.delete();
      replaced.renameTo(place.name());
      return;
    }
    fillPlace();
    if (!isWhole(place) && isWhole(draft)) {
      place.delete();
      replaced.delete();
      draft.renameTo(place.name());
    }
  }

  private void fillPlace() throws IOException {
    List<String> there = place.list();
    for (String name : replaced.list()) {
      if (!there.contains(name)) {
        try (InputStream in = replaced.open(name);
            OutputStream out = place.create(name)) {
          in.transferTo(out);
        }
      }
    }
  }

  /** Whether a folder has all files that its manifest names. */
  private static boolean isWhole(FileTree folder) throws IOException {
    if (!folder.exists() || !folder.contains(Manifest.FILE)) {
      return false;
    }
    try (InputStream in = folder.open(Manifest.FILE)) {
      return folder
          .list()
          .containsAll(Manifest.of(folder.location(), in.readAllBytes()).entries().keySet());
    } catch (InputException e) {
      return false;
    }
  }
}
