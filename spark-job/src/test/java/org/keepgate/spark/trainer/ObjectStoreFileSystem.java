package org.keepgate.spark.trainer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A file system with the manners of an object store, on the local disk: a file is there when it is
 * closed and not before, and a folder is renamed file by file. After so many changes it is dead.
 */
public final class ObjectStoreFileSystem extends RawLocalFileSystem {

  /** Changes that are still made; shared, as Hadoop makes the instances. */
  static final AtomicInteger LEFT = new AtomicInteger();

  @Override
  public URI getUri() {
    return URI.create("objects:///");
  }

  @Override
  public String getScheme() {
    return "objects";
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return createWhole(path, overwrite);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return createWhole(path, overwrite);
  }

  private FSDataOutputStream createWhole(Path path, boolean overwrite) throws IOException {
    if (!overwrite && exists(path)) { // asked now, decided at the end: as object stores do
      throw new org.apache.hadoop.fs.FileAlreadyExistsException(path + " already exists");
    }
    return new FSDataOutputStream(new Upload(path), null);
  }

  /** Nothing of it is seen before its end. */
  private final class Upload extends ByteArrayOutputStream {
    private final Path path;
    private boolean closed;

    Upload(Path path) {
      this.path = path;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      change(path);
      java.nio.file.Path file = pathToFile(path).toPath();
      java.nio.file.Files.createDirectories(file.getParent());
      java.nio.file.Files.write(file, toByteArray());
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (!getFileStatus(from).isDirectory()) {
      change(from);
      return super.rename(from, to);
    }
    super.mkdirs(to);
    for (FileStatus inside : listStatus(from)) {
      rename(inside.getPath(), new Path(to, inside.getPath().getName()));
    }
    return FileUtil.fullyDelete(pathToFile(from));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (!exists(path)) {
      return false;
    }
    if (recursive && getFileStatus(path).isDirectory()) {
      for (FileStatus inside : listStatus(path)) {
        delete(inside.getPath(), true);
      }
    }
    change(path);
    return super.delete(path, false);
  }

  private static void change(Path path) throws IOException {
    if (LEFT.getAndDecrement() <= 0) {
      throw new IOException("the program is dead at " + path.getName());
    }
  }
}
