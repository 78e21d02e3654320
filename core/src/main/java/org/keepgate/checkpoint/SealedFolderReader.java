package org.keepgate.checkpoint;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.keepgate.sequence.InputException;

/**
 * Reads the files of a folder that a {@link SealedFolderWriter} finished, and refuses what its
 * {@link Manifest} does not confirm.
 */
final class SealedFolderReader {
  private static final int MAX_TEXT_BYTES = 1 << 28; // no JSON file of ours comes near

  private final FileTree tree;
  private final Manifest manifest;

  /**
   * Reads the manifest.
   *
   * @throws InputException when there is none: the writing was interrupted
   */
  SealedFolderReader(FileTree tree) throws IOException {
    this.tree = tree;
    if (!tree.contains(Manifest.FILE)) {
      throw new InputException(
          tree.location()
              + " has no "
              + Manifest.FILE
              + ": writing it was interrupted, or files were taken away; write or copy it anew");
    }
    try (InputStream in = tree.open(Manifest.FILE)) {
      this.manifest = Manifest.of(describe(Manifest.FILE), in.readNBytes(MAX_TEXT_BYTES));
    }
  }

  /** Reads what a file holds, to its end. */
  interface Content<T> {
    T readFrom(InputStream in) throws IOException;
  }

  /** The file's name and its folder's place, for messages. */
  String describe(String name) {
    return describe(tree, name);
  }

  static String describe(FileTree tree, String name) {
    return name + " of " + tree.location();
  }

  /** Reads and confirms a JSON file. */
  JsonFields json(String name) throws IOException {
    byte[] bytes = read(name, in -> in.readNBytes(MAX_TEXT_BYTES));
    return JsonFields.parse(describe(name), bytes);
  }

  /** Reads a file through a stream; it is confirmed when everything was read. */
  <T> T read(String name, Content<T> content) throws IOException {
    Manifest.Entry expected = manifest.entries().get(name);
    if (expected == null) {
      throw new InputException(
          describe(Manifest.FILE) + " does not list " + name + ": it is not whole");
    }
    if (!tree.contains(name)) {
      throw new InputException(
          describe(name) + " is missing, though " + Manifest.FILE + " lists it: copy it anew");
    }
    try (Digesting in = new Digesting(tree.open(name))) {
      T read = content.readFrom(in);
      in.transferTo(OutputStream.nullOutputStream()); // what the content left, to its end
      Manifest.Entry found = in.entry();
      if (!found.equals(expected)) {
        throw new InputException(
            describe(name)
                + " has "
                + found.summary()
                + ", expected "
                + expected.summary()
                + ": it was damaged or edited; copy it anew");
      }
      return read;
    }
  }

  /** Counts and digests what goes through. */
  private static final class Digesting extends FilterInputStream {
    private final MessageDigest digest = Manifest.digest();
    private long bytes;

    Digesting(InputStream in) {
      super(new BufferedInputStream(in, 1 << 16));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      if (count > 0) {
        digest.update(into, offset, count);
        bytes += count;
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.min(count, 1 << 16)).length; // skipped bytes count, too
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    Manifest.Entry entry() {
      return new Manifest.Entry(bytes, Manifest.hexadecimal(digest));
    }
  }
}
