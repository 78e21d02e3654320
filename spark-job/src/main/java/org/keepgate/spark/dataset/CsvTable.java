package org.keepgate.spark.dataset;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/** Files of comma-separated values, each with the same header in its first line. */
final class CsvTable {
  private static final int SAMPLE = 100;

  private CsvTable() {}

  static Table open(SparkSession spark, String input, List<InputFile> files) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<String> header = header(files.get(0), hadoop);
    TableColumns untyped = columns(files.get(0), header, List.of());
    List<TableRow> sample = LineTable.head(files.get(0), hadoop, new Parser(untyped), SAMPLE);
    if (sample.isEmpty()) {
      throw new InputException(
          "input " + input + ": expected rows below the header; " + files.get(0) + " has none");
    }
    TableColumns columns = columns(files.get(0), header, sample);
    return new LineTable(spark, files, columns, sample, new Parser(columns));
  }

  private static List<String> header(InputFile file, Configuration hadoop) {
    FileSlice.Lines lines = FileSlice.whole(file).open(hadoop);
    String line = lines.next();
    lines.close();
    try {
      return line == null ? List.of() : CsvLine.fields(line).stream().map(String::strip).toList();
    } catch (CsvLine.MalformedException e) {
      throw new InputException(file + ", header: expected " + e.getMessage(), e);
    }
  }

  /** A column is one of numbers if any of the first rows has a number there. */
  private static TableColumns columns(InputFile file, List<String> header, List<TableRow> sample) {
    List<TableColumns.Kind> kinds = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      int column = i;
      boolean number = sample.stream().anyMatch(row -> row.isNumber(column));
      kinds.add(number ? TableColumns.Kind.NUMBER : TableColumns.Kind.TEXT);
    }
    return new TableColumns(file.path(), header, kinds);
  }

  private static final class Parser implements LineTable.RowParser {
    private static final long serialVersionUID = 1L;

    private final TableColumns columns;

    Parser(TableColumns columns) {
      this.columns = columns;
    }

    @Override
    public @Nullable TableRow row(String line, InputFile file, FileSlice.Lines lines) {
      List<String> fields;
      try {
        fields = CsvLine.fields(line);
      } catch (CsvLine.MalformedException e) {
        throw new InputException(
            lines.place(1).get() + ": expected " + e.getMessage() + "; mend the line", e);
      }
      if (lines.lineOffset() == 0) {
        requireHeader(fields, file);
        return null;
      }
      if (columns.count() > 1 && line.isBlank()) {
        return null;
      }
      if (fields.size() != columns.count()) {
        throw new InputException(
            lines.place(1).get()
                + ": expected "
                + columns.count()
                + " fields as in the header; found "
                + fields.size());
      }
      Object[] cells = fields.toArray();
      return new TableRow(columns, cells, true, lines.place(1), file, lines.lineOffset());
    }

    private void requireHeader(List<String> fields, InputFile file) {
      List<String> header = fields.stream().map(String::strip).toList();
      if (!header.equals(columns.names())) {
        throw new InputException(
            file
                + ", header: expected the columns of the first file, "
                + columns.listed()
                + "; found "
                + String.join(", ", header));
      }
    }
  }
}
