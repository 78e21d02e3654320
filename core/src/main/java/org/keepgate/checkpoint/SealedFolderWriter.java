package org.keepgate.checkpoint;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Writes the files of a folder and, at the end, the {@link Manifest} that says it is whole. */
final class SealedFolderWriter {
  private final FileTree tree;
  private final Manifest manifest = new Manifest();

  SealedFolderWriter(FileTree tree) {
    this.tree = tree;
  }

  /** Writes what a file holds. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  void write(String name, Content content) throws IOException {
    Digesting digesting = new Digesting(tree.create(name));
    try (digesting;
        OutputStream buffered = new BufferedOutputStream(digesting, 1 << 16)) {
      content.writeTo(buffered);
    }
    manifest.add(name, digesting.entry());
  }

  void write(String name, byte[] bytes) throws IOException {
    write(name, out -> out.write(bytes));
  }

  /** Writes the manifest; only now is the folder one that readers accept. */
  void seal() throws IOException {
    try (OutputStream out = tree.create(Manifest.FILE)) {
      out.write(manifest.toBytes());
    }
  }

  /** Counts and digests what goes through. */
  private static final class Digesting extends FilterOutputStream {
    private final MessageDigest digest = Manifest.digest();
    private long bytes;

    Digesting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
      digest.update(from, offset, length);
      bytes += length;
    }

    Manifest.Entry entry() {
      return new Manifest.Entry(bytes, Manifest.hexadecimal(digest));
    }
  }
}
