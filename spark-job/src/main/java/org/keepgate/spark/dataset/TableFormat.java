package org.keepgate.spark.dataset;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/** Formats of tables, told from one another by the suffix of their files. */
enum TableFormat {
  CSV,
  JSON,
  PARQUET;

  static final String BY_SUFFIX = "by-suffix";

  /** The names that users write. */
  static List<String> keys() {
    return List.of(BY_SUFFIX, "csv", "json", "parquet");
  }

  /**
   * The format of a name, or else of the files' suffix.
   *
   * @throws InputException when the suffix is of none, or differs among the files
   */
  static TableFormat of(String key, String input, List<InputFile> files) {
    if (!key.equals(BY_SUFFIX)) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }
    TableFormat first = of(files.get(0), input);
    for (InputFile file : files) {
      if (of(file, input) != first) {
        throw new InputException(
            "input "
                + input
                + ": expected files of one format; found "
                + files.get(0)
                + " and "
                + file
                + "; choose by --set pathFilter=*.csv");
      }
    }
    return first;
  }

  private static TableFormat of(InputFile file, String input) {
    TableFormat format = bySuffix(file);
    if (format == null) {
      throw new InputException(
          "input "
              + input
              + ": expected files whose names end in .csv, .json, .jsonl or .parquet (compressed or"
              + " not); found "
              + file
              + "; name the format by --set inputFormat=csv");
    }
    return format;
  }

  /** The format that the suffix of a file says; null for other suffixes. */
  static @Nullable TableFormat bySuffix(InputFile file) {
    String name =
        file.path().toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|lz4|snappy)$", "");
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return JSON;
    }
    return name.endsWith(".parquet") ? PARQUET : null;
  }
}
