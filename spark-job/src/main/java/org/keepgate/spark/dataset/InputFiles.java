package org.keepgate.spark.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.keepgate.sequence.InputException;

/**
 * The files of an input: the file itself, or all files of a directory tree by their paths. Names
 * that begin with a dot or an underscore are hidden, as everywhere in Hadoop.
 */
final class InputFiles {
  private static final int DEEPEST = 100; // a tree that links to itself has no end

  private final FileSystem fileSystem;
  private final List<PathMatcher> filters;
  private final List<InputFile> found = new ArrayList<>();
  private int leftOut;

  private InputFiles(FileSystem fileSystem, List<String> filters) {
    this.fileSystem = fileSystem;
    this.filters =
        filters.stream()
            .map(filter -> FileSystems.getDefault().getPathMatcher("glob:" + filter))
            .toList();
  }

  /**
   * The files of {@code uri} that are not empty, in the order of their paths.
   *
   * @param filters patterns for the names of the files in a tree, such as {@code *.scala}; none =
   *     all
   * @throws InputException when there is nothing to read
   */
  static List<InputFile> of(String uri, List<String> filters, Configuration hadoop) {
    try {
      Path root = new Path(uri);
      FileSystem fileSystem = root.getFileSystem(hadoop);
      FileStatus status = fileSystem.getFileStatus(root);
      InputFiles files = new InputFiles(fileSystem, filters);
      if (status.isDirectory()) {
        files.addTree(status.getPath(), "", 0);
      } else {
        files.add(status, root.getName());
      }
      return files.sorted(uri, status.isDirectory(), filters);
    } catch (FileNotFoundException e) {
      throw new InputException(
          "input " + uri + ": expected a file or a directory; found nothing there", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException("input " + uri + ": cannot be read; " + e.getMessage(), e);
    }
  }

  private void addTree(Path directory, String prefix, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException(directory + " is more than " + DEEPEST + " directories deep");
    }
    for (FileStatus status : fileSystem.listStatus(directory)) {
      String name = status.getPath().getName();
      if (name.startsWith(".") || name.startsWith("_")) {
        continue;
      }
      if (status.isDirectory()) {
        addTree(status.getPath(), prefix + name + "/", depth + 1);
      } else if (passes(name)) {
        add(status, prefix + name);
      } else {
        leftOut++;
      }
    }
  }

  private boolean passes(String name) {
    java.nio.file.Path path = java.nio.file.Path.of(name);
    return filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(path));
  }

  private void add(FileStatus status, String path) {
    found.add(new InputFile(path, status.getPath().toString(), status.getLen()));
  }

  private List<InputFile> sorted(String uri, boolean directory, List<String> filters) {
    if (found.isEmpty()) {
      throw new InputException(
          "input "
              + uri
              + ": expected a directory with readable files; found none"
              + (leftOut > 0
                  ? " that pathFilter="
                      + String.join(",", filters)
                      + " lets through ("
                      + leftOut
                      + " left out)"
                  : " (names that begin with . or _ are hidden)"));
    }
    List<InputFile> filled =
        found.stream()
            .filter(file -> file.length() > 0)
            .sorted(Comparator.comparing(InputFile::path))
            .toList();
    if (filled.isEmpty()) {
      throw new InputException(
          "input "
              + uri
              + (directory
                  ? ": expected content; "
                      + (found.size() == 1
                          ? "its only file is empty"
                          : "all of its " + found.size() + " files are empty")
                  : ": expected content; the file is empty"));
    }
    return filled;
  }
}
