package org.keepgate.spark.job;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.keepgate.sequence.InputException;

/**
 * A file on any of Hadoop's file systems that others read while it grows. When it can no longer be
 * written, that is said once, and training goes on.
 */
final class LogFile implements AutoCloseable {
  private final String uri;
  private final FSDataOutputStream out;
  private final Console console;
  private boolean broken;

  private LogFile(String uri, FSDataOutputStream out, Console console) {
    this.uri = uri;
    this.out = out;
    this.console = console;
  }

  /**
   * Opens a file.
   *
   * @param append to what is there, as when a training is resumed
   * @param overwrite whether something that is there may be replaced
   * @throws InputException when it cannot be written, or is there already
   */
  static LogFile open(
      String uri, boolean append, boolean overwrite, Configuration hadoop, Console console) {
    try {
      Path path = new Path(uri);
      FileSystem found = path.getFileSystem(hadoop);
      FileSystem files = found instanceof LocalFileSystem local ? local.getRaw() : found;
      boolean there = files.exists(path);
      if (there && !append && !overwrite) {
        throw new InputException(
            uri
                + ": expected nothing there; something exists already: choose another name, or add"
                + " --overwrite");
      }
      return new LogFile(uri, there && append ? files.append(path) : files.create(path), console);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new InputException(
          uri + " cannot be written: " + e.getMessage() + "; choose a place with permission", e);
    }
  }

  /** Writes so that readers see it. */
  void write(byte[] bytes) {
    if (broken) {
      return;
    }
    try {
      out.write(bytes);
      out.hflush();
    } catch (IOException e) {
      broken = true;
      console.note(uri + " cannot be written any more (" + e.getMessage() + "); training goes on");
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      if (!broken) {
        console.note(uri + " may lack its end: " + e.getMessage());
      }
    }
  }
}
