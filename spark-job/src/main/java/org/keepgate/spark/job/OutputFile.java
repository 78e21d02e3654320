package org.keepgate.spark.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.keepgate.checkpoint.Exchange;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.spark.trainer.HadoopFileTree;

/**
 * One file of rows, in the format that its suffix says, or of a picture; it appears when it is
 * whole. Of rows Spark writes a folder beside the place; the one file in it is then exchanged with
 * what is there.
 */
final class OutputFile {
  private final Path place;
  private final Path rows;
  private final Exchange exchange;
  private final FileSystem fileSystem;
  private final String format;

  private OutputFile(Path place, FileTree tree, FileSystem fileSystem, String format) {
    this.place = place;
    this.rows = new Path(place.getParent(), "." + place.getName() + ".rows");
    this.exchange = new Exchange(tree);
    this.fileSystem = fileSystem;
    this.format = format;
  }

  /**
   * The file of rows at a URI, where a file can be written: found out here, before any work is
   * done.
   *
   * @param input what the rows are made of: never overwritten; empty = nothing
   * @throws InputException when the suffix is unknown, something is there that may not be replaced,
   *     or the place cannot be written to
   */
  static OutputFile ofRows(String uri, String input, boolean overwrite, Configuration hadoop) {
    return at(uri, formatOfRows(uri), input, overwrite, hadoop);
  }

  /**
   * The same for a picture.
   *
   * @throws InputException as for rows
   */
  static OutputFile ofPicture(String uri, boolean overwrite, Configuration hadoop) {
    requirePicture(uri);
    return at(uri, "svg", "", overwrite, hadoop);
  }

  /**
   * The same for a page that people read.
   *
   * @throws InputException as for rows
   */
  static OutputFile ofPage(String uri, String input, boolean overwrite, Configuration hadoop) {
    requirePage(uri);
    return at(uri, "html", input, overwrite, hadoop);
  }

  /**
   * Refuses a place for a page by its name alone.
   *
   * @throws InputException when the suffix is another one
   */
  static void requirePage(String uri) {
    if (!uri.toLowerCase(Locale.ROOT).endsWith(".html")) {
      throw new InputException("report " + uri + ": expected a name that ends in .html");
    }
  }

  /**
   * Refuses a place for a picture by its name alone.
   *
   * @throws InputException when the suffix is another one
   */
  static void requirePicture(String uri) {
    if (!uri.toLowerCase(Locale.ROOT).endsWith(".svg")) {
      throw new InputException("output " + uri + ": expected a name that ends in .svg");
    }
  }

  private static OutputFile at(
      String uri, String format, String input, boolean overwrite, Configuration hadoop) {
    FileTree tree = HadoopFileTree.of(uri, hadoop);
    try {
      Path path = new Path(uri);
      FileSystem fileSystem = path.getFileSystem(hadoop);
      OutputFile file = new OutputFile(fileSystem.makeQualified(path), tree, fileSystem, format);
      if (file.isAt(input)) {
        throw new InputException(
            "output " + uri + ": expected another place than the input; choose another name");
      }
      file.exchange.recover();
      file.requireReplaceable(uri, overwrite);
      file.exchange.rehearse();
      return file;
    } catch (IOException e) {
      throw unwritable(uri, new Exchange(tree).describe(e), e);
    }
  }

  private boolean isAt(String uri) {
    try {
      return place.equals(fileSystem.makeQualified(new Path(uri)));
    } catch (IllegalArgumentException e) { // not a URI: whoever reads it will say so
      return false;
    }
  }

  private void requireReplaceable(String uri, boolean overwrite) throws IOException {
    if (!fileSystem.exists(place)) {
      return;
    }
    if (fileSystem.getFileStatus(place).isDirectory()) {
      throw new InputException(
          "output "
              + uri
              + ": expected the name of a file; found a directory: choose another name");
    }
    if (!overwrite) {
      throw new InputException(
          "output "
              + uri
              + ": expected nothing there; something exists already: choose another name, or add"
              + " --overwrite");
    }
  }

  private static InputException unwritable(Object where, String reason, Exception cause) {
    return new InputException(
        "output "
            + where
            + ": cannot be written; "
            + reason
            + "; choose a place with permission and space",
        cause);
  }

  /**
   * The format that a place for rows is written in, by its name alone.
   *
   * @throws InputException when the suffix is unknown
   */
  static String formatOfRows(String uri) {
    String name = uri.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return "csv";
    }
    if (name.endsWith(".json") || name.endsWith(".jsonl")) {
      return "json";
    }
    if (name.endsWith(".parquet")) {
      return "parquet";
    }
    throw new InputException(
        "output " + uri + ": expected a name that ends in .csv, .json, .jsonl or .parquet");
  }

  /**
   * Writes the rows, in their order.
   *
   * @throws InputException when they cannot be written; then nothing is left
   */
  void write(Dataset<Row> table) {
    try {
      finish(
          draft -> {
            writeRows(table);
            if (!unchecked().rename(partOfRows(), draft)) {
              throw new IOException("the finished file cannot be renamed to " + draft.getName());
            }
          });
    } finally {
      deleteRows();
    }
  }

  /**
   * Writes a text.
   *
   * @throws InputException when it cannot be written; then nothing is left
   */
  void write(String text) {
    finish(
        draft -> {
          try (OutputStream out = unchecked().create(draft)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /** What makes the new file, at a place beside its own. */
  private interface Draft {
    void make(Path place) throws IOException;
  }

  private void finish(Draft maker) {
    try {
      maker.make(new Path(place.getParent(), exchange.draft().name()));
      exchange.finish();
      deleteChecksum();
    } catch (IOException e) {
      exchange.clear(e);
      Throwable cause = Keepgate.rootCause(e);
      String reason = cause instanceof IOException io ? exchange.describe(io) : cause.getMessage();
      throw unwritable(place, String.valueOf(reason), e);
    }
  }

  private void writeRows(Dataset<Row> table) throws IOException {
    DataFrameWriter<Row> writer = table.coalesce(1).write().mode("overwrite").format(format);
    try {
      TaskFailure.unwrapped(
          () -> {
            writer.option("header", "true").save(rows.toString());
            return rows;
          });
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Path partOfRows() throws IOException {
    for (FileStatus status : fileSystem.listStatus(rows)) {
      if (status.getPath().getName().startsWith("part-")) {
        return status.getPath();
      }
    }
    throw new FileNotFoundException("Spark has written no file");
  }

  /** On local disks Hadoop puts a hidden file of checksums beside each, and moves it along. */
  private FileSystem unchecked() {
    return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
  }

  /** One that belonged to the file that was replaced would now be wrong. */
  private void deleteChecksum() throws IOException {
    if (fileSystem instanceof LocalFileSystem local) {
      local.getRaw().delete(local.getChecksumFile(place), false);
    }
  }

  private void deleteRows() {
    try {
      fileSystem.delete(rows, true);
    } catch (IOException e) {
      System.getLogger(OutputFile.class.getName())
          .log(System.Logger.Level.WARNING, () -> rows + " could not be deleted: " + e);
    }
  }
}
