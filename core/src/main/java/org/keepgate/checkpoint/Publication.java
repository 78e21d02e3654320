package org.keepgate.checkpoint;

import java.io.IOException;
import java.util.Set;
import org.keepgate.sequence.InputException;

/**
 * Writes a folder whole or not at all: under another name beside its place, then exchanged with
 * what is there ({@link Exchange}). What a killed program left is put right by the next one.
 */
final class Publication {
  private final FileTree place;
  private final boolean overwrite;
  private final Exchange exchange;
  private final TornExchange torn;

  /**
   * A folder that is to be written.
   *
   * @param overwrite whether one that is there may be replaced
   * @param files names of all files that it may have
   */
  Publication(FileTree place, boolean overwrite, Set<String> files) {
    this.place = place;
    this.overwrite = overwrite;
    this.exchange = new Exchange(place);
    this.torn = new TornExchange(place, exchange.draft(), exchange.replaced(), files);
  }

  /** Writes the files of the folder. */
  interface Content {
    void writeTo(FileTree folder) throws IOException;
  }

  /** Refuses what {@link #publish} would refuse, and leaves everything as it was. */
  void rehearse() {
    attempt(
        () -> {
          torn.putRight();
          exchange.recover();
          requireReplaceable();
          exchange.rehearse();
        });
  }

  void publish(Content content) {
    attempt(
        () -> {
          torn.putRight();
          exchange.recover();
          requireReplaceable();
          content.writeTo(exchange.draft());
          exchange.finish();
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
      exchange.clear(e);
      throw new InputException(
          place.location()
              + " cannot be written: "
              + exchange.describe(e)
              + "; nothing of it was left behind, choose a place with permission and space",
          e);
    } catch (RuntimeException | Error e) {
      exchange.clear(e);
      throw e;
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
}
