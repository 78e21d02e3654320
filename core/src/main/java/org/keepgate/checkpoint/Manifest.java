package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.keepgate.sequence.InputException;

/**
 * What a finished folder holds: each file's length and SHA-256. It is the last file written, so a
 * folder that has it was written to its end, and a file that disagrees was damaged since.
 */
final class Manifest {
  static final String FILE = "manifest.json";
  private static final String FILES = "files";

  private final Map<String, Entry> entries = new TreeMap<>();

  /** Length and SHA-256, in hexadecimal digits, of one file. */
  record Entry(long bytes, String sha256) {

    /** Enough to tell two apart. */
    String summary() {
      return bytes + " bytes of SHA-256 " + sha256.substring(0, Math.min(12, sha256.length()));
    }
  }

  void add(String file, Entry entry) {
    entries.put(file, entry);
  }

  Map<String, Entry> entries() {
    return entries;
  }

  byte[] toBytes() throws IOException {
    ObjectNode json = JsonFields.object();
    ObjectNode files = json.putObject(FILES);
    entries.forEach(
        (file, entry) ->
            files.putObject(file).put("bytes", entry.bytes()).put("sha256", entry.sha256()));
    return JsonFields.bytes(json);
  }

  static Manifest of(String file, byte[] bytes) throws IOException {
    JsonFields files;
    try {
      files = JsonFields.parse(file, bytes).object(FILES);
    } catch (InputException e) {
      throw new InputException(file + " was not finished, or was damaged: write it anew", e);
    }
    Manifest manifest = new Manifest();
    for (String name : files.names()) {
      JsonFields entry = files.object(name);
      manifest.add(name, new Entry(entry.longInteger("bytes"), entry.text("sha256")));
    }
    return manifest;
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hexadecimal(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
