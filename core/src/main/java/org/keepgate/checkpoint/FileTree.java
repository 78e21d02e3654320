package org.keepgate.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder on some file system: what models and checkpoints are written into and read from.
 *
 * <p>A tree is only a name until something is created in it; it holds nothing open. Names are of
 * files or folders directly inside ({@link #plainName}). Every failure is an {@link IOException};
 * whoever calls says what it means for the user.
 */
public interface FileTree {

  /** Where the folder is, as a user would write it: a path or a URI. */
  String location();

  /** The folder's own name, the last part of its location. */
  String name();

  /** Whether something is there: the folder, or a file where the folder should be. */
  boolean exists() throws IOException;

  /** Names of the files and folders directly inside, sorted; none when the folder is not there. */
  List<String> list() throws IOException;

  /** Whether a file or folder of this name is directly inside. */
  boolean contains(String name) throws IOException;

  /**
   * Opens a file for reading.
   *
   * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} when it is
   *     not there
   */
  InputStream open(String name) throws IOException;

  /**
   * Creates a file, and this folder and its parents where they are missing. The bytes are safe only
   * when the stream was closed without an exception.
   *
   * @throws IOException also when the file is already there
   */
  OutputStream create(String name) throws IOException;

  /**
   * Writes a small file, in place of one of this name if there is one. Whoever reads it meanwhile
   * finds the old bytes or the new ones; on some file systems, for a moment, none or a part.
   */
  void replace(String name, byte[] bytes) throws IOException;

  /** Deletes a file directly inside; nothing happens when it is not there. */
  void deleteFile(String name) throws IOException;

  /** Creates this folder and its parents where they are missing. */
  void createFolder() throws IOException;

  /** Deletes this folder with everything in it; nothing happens when it is not there. */
  void delete() throws IOException;

  /** Deletes this folder if nothing is in it; nothing happens when it is no folder. */
  void deleteIfEmpty() throws IOException;

  /** The folder that this one is in; null where that is the file system's root. */
  @Nullable FileTree parent();

  /** The folder of this name inside. */
  FileTree folder(String name);

  /** The folder of this name beside this one. */
  FileTree sibling(String name);

  /**
   * Gives this folder another name beside its old one: atomically where the file system can (local
   * disks, HDFS), file by file on object stores.
   *
   * @throws IOException also when something is there under the new name
   */
  void renameTo(String siblingName) throws IOException;

  /** Returns {@code name} if it is the name of something directly inside a folder. */
  static String plainName(String name) {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\\') >= 0) {
      throw new IllegalArgumentException(
          "'" + name + "' is not the name of a file or folder directly inside a folder");
    }
    return name;
  }
}
