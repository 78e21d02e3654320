package org.keepgate.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The folders above a place that were not there before, so that none is left behind empty. */
final class MissingFolders {
  private final List<FileTree> innermostFirst;

  private MissingFolders(List<FileTree> innermostFirst) {
    this.innermostFirst = innermostFirst;
  }

  /** Those that are missing now. */
  static MissingFolders above(FileTree place) throws IOException {
    List<FileTree> missing = new ArrayList<>();
    FileTree parent = place.parent();
    while (parent != null && !parent.exists()) {
      missing.add(parent);
      parent = parent.parent();
    }
    return new MissingFolders(missing);
  }

  /** Deletes those that came to be meanwhile, if nothing is in them. */
  void deleteIfEmpty() throws IOException {
    for (FileTree folder : innermostFirst) {
      folder.deleteIfEmpty();
    }
  }
}
