package org.keepgate.spark.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.TaskFailure;

/**
 * One file of rows, in the format that its suffix says; it appears when it is whole. Written under
 * another name beside its place, then renamed.
 */
final class PredictionFile {
  private final Path place;
  private final Path draft;
  private final FileSystem fileSystem;
  private final String format;

  private PredictionFile(Path place, FileSystem fileSystem, String format) {
    this.place = place;
    this.draft = new Path(place.getParent(), "." + place.getName() + ".draft");
    this.fileSystem = fileSystem;
    this.format = format;
  }

  /**
   * The file at a URI.
   *
   * @param input what the predictions are made of: never overwritten
   * @throws InputException when the suffix is unknown, or something is there that may not be
   *     replaced
   */
  static PredictionFile at(String uri, String input, boolean overwrite, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem fileSystem = path.getFileSystem(hadoop);
      PredictionFile file =
          new PredictionFile(fileSystem.makeQualified(path), fileSystem, format(uri));
      if (file.place.equals(fileSystem.makeQualified(new Path(input)))) {
        throw new InputException(
            "output " + uri + ": expected another place than the input; choose another name");
      }
      if (fileSystem.exists(path) && !overwrite) {
        throw new InputException(
            "output "
                + uri
                + ": expected nothing there; something exists already: choose another name, or add"
                + " --overwrite");
      }
      return file;
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException("output " + uri + ": cannot be written; " + e.getMessage(), e);
    }
  }

  private static String format(String uri) {
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
  void write(Dataset<Row> rows) {
    try {
      writeDraft(rows);
      fileSystem.delete(place, true);
      if (!fileSystem.rename(partOfDraft(), place)) {
        throw new IOException("the finished file cannot be renamed to " + place.getName());
      }
      deleteChecksum();
    } catch (IOException e) {
      throw new InputException(
          "output "
              + place
              + ": cannot be written; "
              + Keepgate.rootCause(e).getMessage()
              + "; choose a place with permission and space",
          e);
    } finally {
      deleteDraft();
    }
  }

  private void writeDraft(Dataset<Row> rows) throws IOException {
    DataFrameWriter<Row> writer = rows.coalesce(1).write().mode("overwrite").format(format);
    try {
      TaskFailure.unwrapped(
          () -> {
            writer.option("header", "true").save(draft.toString());
            return draft;
          });
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Path partOfDraft() throws IOException {
    for (FileStatus status : fileSystem.listStatus(draft)) {
      if (status.getPath().getName().startsWith("part-")) {
        return status.getPath();
      }
    }
    throw new FileNotFoundException("Spark has written no file");
  }

  /** On local disks Hadoop puts a hidden file of checksums beside each. */
  private void deleteChecksum() throws IOException {
    if (fileSystem instanceof LocalFileSystem local) {
      local.getRaw().delete(local.getChecksumFile(place), false);
    }
  }

  private void deleteDraft() {
    try {
      fileSystem.delete(draft, true);
    } catch (IOException e) {
      System.getLogger(PredictionFile.class.getName())
          .log(System.Logger.Level.WARNING, () -> draft + " could not be deleted: " + e);
    }
  }
}
