package org.keepgate.spark.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/** One file of the input: where it is, and its path below the input's root, which names it. */
final class InputFile implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String uri;
  private final long length;

  InputFile(String path, String uri, long length) {
    this.path = path;
    this.uri = uri;
    this.length = length;
  }

  /** Path below the root of the input, with slashes. */
  String path() {
    return path;
  }

  /** Where it is. */
  Path location() {
    return new Path(uri);
  }

  /** Bytes on the file system. */
  long length() {
    return length;
  }

  /** How it is compressed, by its suffix; null when it is not. */
  @Nullable CompressionCodec codec(Configuration hadoop) {
    return new CompressionCodecFactory(hadoop).getCodec(location());
  }

  /** Opens the content, decompressed. */
  InputStream open(Configuration hadoop) {
    try {
      InputStream stored = location().getFileSystem(hadoop).open(location());
      CompressionCodec codec = codec(hadoop);
      return codec == null ? stored : codec.createInputStream(stored);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What to tell the user when reading failed. */
  InputException unreadable(IOException cause) {
    return new InputException(
        path + ": expected a file that can be read; " + cause.getMessage(), cause);
  }

  @Override
  public String toString() {
    return path;
  }
}
