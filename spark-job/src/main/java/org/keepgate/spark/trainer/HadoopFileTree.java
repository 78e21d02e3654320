package org.keepgate.spark.trainer;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.checkpoint.LocalFileTree;
import org.keepgate.sequence.InputException;

/** A folder on any file system that Hadoop knows: HDFS, object stores, local disks. */
public final class HadoopFileTree implements FileTree {
  private final FileSystem fileSystem;
  private final Path path;

  HadoopFileTree(FileSystem fileSystem, Path path) {
    if (path.isRoot()) {
      throw new InputException(path + " is a file system's root, expected a folder inside it");
    }
    this.fileSystem = fileSystem;
    this.path = path;
  }

  /**
   * The folder at this URI; without a scheme, on the configured default file system. Local disks
   * are reached directly, so that no checksum files appear beside a model's own.
   *
   * @throws InputException when the URI is not one, or its file system cannot be had
   */
  public static FileTree of(String uri, Configuration configuration) {
    try {
      Path path = new Path(uri);
      FileSystem fileSystem = path.getFileSystem(configuration);
      if (fileSystem.getScheme().equals("file")) {
        return new LocalFileTree(java.nio.file.Path.of(path.toUri().getPath()));
      }
      return new HadoopFileTree(fileSystem, path);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "'" + uri + "' is not a URI that can be used here: " + e.getMessage(), e);
    }
  }

  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public String name() {
    return path.getName();
  }

  @Override
  public boolean exists() throws IOException {
    return fileSystem.exists(path);
  }

  @Override
  public List<String> list() throws IOException {
    try {
      FileStatus[] inside = fileSystem.listStatus(path);
      return Arrays.stream(inside).map(status -> status.getPath().getName()).sorted().toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public boolean contains(String name) throws IOException {
    return fileSystem.exists(inside(name));
  }

  @Override
  public InputStream open(String name) throws IOException {
    return fileSystem.open(inside(name));
  }

  @Override
  public OutputStream create(String name) throws IOException {
    return fileSystem.create(inside(name), false);
  }

  @Override
  public void replace(String name, byte[] bytes) throws IOException {
    try (OutputStream out = fileSystem.create(inside(name), true)) {
      out.write(bytes);
    }
  }

  @Override
  public void deleteFile(String name) throws IOException {
    fileSystem.delete(inside(name), false);
  }

  @Override
  public void createFolder() throws IOException {
    if (!fileSystem.mkdirs(path)) {
      throw new IOException(path + " could not be created");
    }
  }

  @Override
  public void delete() throws IOException {
    if (!fileSystem.delete(path, true) && fileSystem.exists(path)) {
      throw new IOException(path + " could not be deleted");
    }
  }

  @Override
  public void deleteIfEmpty() throws IOException {
    if (fileSystem.exists(path) && list().isEmpty()) {
      fileSystem.delete(path, false); // it may have been filled meanwhile: then it stays
    }
  }

  @Override
  public @Nullable FileTree parent() {
    Path parent = qualified().getParent();
    return parent == null || parent.isRoot() ? null : new HadoopFileTree(fileSystem, parent);
  }

  @Override
  public FileTree folder(String name) {
    return new HadoopFileTree(fileSystem, inside(name));
  }

  @Override
  public FileTree sibling(String name) {
    return new HadoopFileTree(fileSystem, beside(name));
  }

  @Override
  public void renameTo(String siblingName) throws IOException {
    Path target = beside(siblingName);
    if (fileSystem.exists(target)) { // else rename would move this folder into that one
      throw new FileAlreadyExistsException(target + " already exists");
    }
    if (!fileSystem.rename(path, target)) {
      throw new IOException(path + " could not be renamed to " + target);
    }
  }

  @Override
  public String toString() {
    return location();
  }

  private Path inside(String name) {
    return new Path(path, FileTree.plainName(name));
  }

  private Path beside(String name) {
    return new Path(qualified().getParent(), FileTree.plainName(name));
  }

  private Path qualified() {
    return path.isAbsolute() ? path : fileSystem.makeQualified(path);
  }
}
