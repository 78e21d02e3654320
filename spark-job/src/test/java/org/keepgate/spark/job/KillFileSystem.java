package org.keepgate.spark.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk, which tells {@link KillEvents} of every file that is created, half written and
 * written, and of every renaming and deletion; but not of heartbeats, which come by the clock.
 */
public final class KillFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "kill";

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
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
    return create(path, overwrite, bufferSize, replication, blockSize, progress);
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
    if (!overwrite && exists(path)) {
      throw new FileAlreadyExistsException(path + " already exists");
    }
    java.nio.file.Path file = pathToFile(path).toPath();
    java.nio.file.Files.createDirectories(file.getParent());
    OutputStream out = java.nio.file.Files.newOutputStream(file);
    if (path.getName().equals("lease.json")) {
      return new FSDataOutputStream(out, null);
    }
    happened("created", path);
    return new FSDataOutputStream(new InHalves(path, out), null);
  }

  /** Keeps what is written until its end, and then writes it in two parts. */
  private static final class InHalves extends ByteArrayOutputStream {
    private final Path path;
    private final OutputStream out;
    private boolean closed;

    InHalves(Path path, OutputStream out) {
      this.path = path;
      this.out = out;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      byte[] bytes = toByteArray();
      try (out) {
        out.write(bytes, 0, bytes.length / 2);
        out.flush();
        happened("half written", path);
        out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
      }
      happened("written", path);
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    happened("to be renamed", from);
    boolean done = super.rename(from, to);
    happened("renamed", from);
    return done;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (!exists(path) || path.getName().equals("lease.json")) {
      return super.delete(path, recursive);
    }
    happened("to be deleted", path);
    boolean done = super.delete(path, recursive);
    happened("deleted", path);
    return done;
  }

  private static void happened(String what, Path path) {
    KillEvents.happened(path.getParent().getName() + "/" + path.getName() + " " + what);
  }
}
