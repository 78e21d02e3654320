package org.keepgate.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder on this machine's disks. Files are forced to the disk when they are closed. */
public final class LocalFileTree implements FileTree {
  private static final String PART = ".part";

  private final Path path;

  /** The folder at this path, which need not exist yet. */
  public LocalFileTree(Path path) {
    if (path.toAbsolutePath().normalize().getFileName() == null) {
      throw new IllegalArgumentException(
          path + " is a file system's root, expected a folder inside it");
    }
    this.path = path;
  }

  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public String name() {
    return String.valueOf(absolute().getFileName());
  }

  @Override
  public boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public List<String> list() throws IOException {
    if (!exists()) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(path)) {
      return inside.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Override
  public boolean contains(String name) {
    return Files.exists(inside(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return Files.newInputStream(inside(name));
  }

  @Override
  public OutputStream create(String name) throws IOException {
    createFolder();
    FileChannel channel = FileChannel.open(inside(name), CREATE_NEW, WRITE);
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      private boolean closed;

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length); // the inherited one goes byte by byte
      }

      @Override
      public void close() throws IOException {
        if (closed) {
          return;
        }
        closed = true;
        try (channel) {
          channel.force(true);
        }
      }
    };
  }

  @Override
  public void replace(String name, byte[] bytes) throws IOException {
    createFolder();
    Path part = inside("." + name + PART);
    Files.write(part, bytes);
    Files.move(part, inside(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void deleteFile(String name) throws IOException {
    Files.deleteIfExists(inside("." + name + PART)); // of a program that was killed
    Files.deleteIfExists(inside(name));
  }

  @Override
  public void createFolder() throws IOException {
    Files.createDirectories(path);
  }

  @Override
  public void delete() throws IOException {
    if (!exists()) {
      return;
    }
    Files.walkFileTree(path, new Deletion());
  }

  @Override
  public void deleteIfEmpty() throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return; // a file is no empty folder
    }
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException inUse) {
      // then it stays
    }
  }

  @Override
  public @Nullable FileTree parent() {
    Path parent = absolute().getParent();
    return parent == null || parent.getFileName() == null ? null : new LocalFileTree(parent);
  }

  @Override
  public FileTree folder(String name) {
    return new LocalFileTree(inside(name));
  }

  @Override
  public FileTree sibling(String name) {
    return new LocalFileTree(beside(name));
  }

  @Override
  public void renameTo(String siblingName) throws IOException {
    Path target = beside(siblingName);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String toString() {
    return location();
  }

  private Path inside(String name) {
    return path.resolve(FileTree.plainName(name));
  }

  private Path beside(String name) {
    return absolute().resolveSibling(FileTree.plainName(name));
  }

  private Path absolute() {
    return path.toAbsolutePath().normalize();
  }

  /** Deletes the files of a folder, then the folder; a link goes, what it points to stays. */
  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
