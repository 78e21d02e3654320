package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.keepgate.sequence.InputException;

/**
 * The first fields of a folder's main file: what the folder is, and in which version of the format.
 * A change that older readers would misread raises the version and adds a golden folder to the
 * tests.
 */
final class FormatHeader {
  private static final String FORMAT = "format";
  private static final String VERSION = "formatVersion";
  private static final String WRITER = "keepgateVersion";

  private FormatHeader() {}

  /** A file of another version of the format than this program reads. */
  static final class UnknownVersionException extends InputException {
    private static final long serialVersionUID = 1L;

    UnknownVersionException(String message) {
      super(message);
    }
  }

  static ObjectNode start(String format, int version) {
    return JsonFields.object()
        .put(FORMAT, format)
        .put(VERSION, version)
        .put(WRITER, Environment.keepgateVersion());
  }

  /**
   * Refuses another format, and versions that this program does not know.
   *
   * @param file the file and its folder, for messages
   */
  static void check(JsonFields fields, String file, String format, int newest) {
    String found = fields.node().path(FORMAT).asText("");
    if (!found.equals(format)) {
      throw new InputException(
          file + " is not Keepgate's: its field \"format\" is not \"" + format + "\"");
    }
    int version = fields.integer(VERSION);
    if (version < 1 || version > newest) {
      throw new UnknownVersionException(
          file
              + " has the format version "
              + version
              + ", expected 1 to "
              + newest
              + ": it was written by Keepgate "
              + fields.node().path(WRITER).asText("of an unknown version")
              + ", use that or a newer one");
    }
  }
}
