package org.keepgate.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file tree whose disk is full after so many bytes, over all of its files. One that is dead
 * besides does nothing any more after that: as when the program was killed at that byte.
 */
final class FullDiskTree implements FileTree {
  private final FileTree tree;
  private final long[] left; // shared with the trees inside and beside
  private final boolean dies;

  FullDiskTree(FileTree tree, long bytes) {
    this(tree, new long[] {bytes}, false);
  }

  private FullDiskTree(FileTree tree, long[] left, boolean dies) {
    this.tree = tree;
    this.left = left;
    this.dies = dies;
  }

  /** One that cannot even clear up. */
  static FullDiskTree dyingAfter(FileTree tree, long bytes) {
    return new FullDiskTree(tree, new long[] {bytes}, true);
  }

  @Override
  public String location() {
    return tree.location();
  }

  @Override
  public String name() {
    return tree.name();
  }

  @Override
  public boolean exists() throws IOException {
    return tree.exists();
  }

  @Override
  public List<String> list() throws IOException {
    return tree.list();
  }

  @Override
  public boolean contains(String name) throws IOException {
    return tree.contains(name);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return tree.open(name);
  }

  @Override
  public OutputStream create(String name) throws IOException {
    failIfDead();
    return new FilterOutputStream(tree.create(name)) {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int fits = (int) Math.min(length, Math.max(0, left[0]));
        out.write(bytes, offset, fits);
        left[0] -= fits;
        if (fits < length) {
          left[0] = -1;
          throw new IOException("No space left on device");
        }
      }
    };
  }

  @Override
  public void replace(String name, byte[] bytes) throws IOException {
    failIfDead();
    tree.replace(name, bytes);
  }

  @Override
  public void deleteFile(String name) throws IOException {
    failIfDead();
    tree.deleteFile(name);
  }

  @Override
  public void createFolder() throws IOException {
    failIfDead();
    tree.createFolder();
  }

  @Override
  public void delete() throws IOException {
    failIfDead();
    tree.delete();
  }

  @Override
  public void deleteIfEmpty() throws IOException {
    failIfDead();
    tree.deleteIfEmpty();
  }

  @Override
  public @Nullable FileTree parent() {
    FileTree parent = tree.parent();
    return parent == null ? null : new FullDiskTree(parent, left, dies);
  }

  @Override
  public FileTree folder(String name) {
    return new FullDiskTree(tree.folder(name), left, dies);
  }

  @Override
  public FileTree sibling(String name) {
    return new FullDiskTree(tree.sibling(name), left, dies);
  }

  @Override
  public void renameTo(String siblingName) throws IOException {
    failIfDead();
    tree.renameTo(siblingName);
  }

  private void failIfDead() throws IOException {
    if (dies && left[0] < 0) {
      throw new IOException("the program is dead");
    }
  }
}
