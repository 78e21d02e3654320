package org.keepgate.spark.dataset;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/** Parquet files; the columns are those of Spark's reader. */
final class ParquetTable implements Table {
  private final InputFile[] files;
  private final Dataset<Row> data;
  private final TableColumns columns;
  private final List<TableRow> sample;

  ParquetTable(SparkSession spark, String input, List<InputFile> files) {
    this.files = files.toArray(new InputFile[0]);
    String[] paths = files.stream().map(file -> file.location().toString()).toArray(String[]::new);
    Dataset<Row> read = reading(() -> spark.read().parquet(paths), this.files);
    this.columns = columns(files.get(0), read);
    List<Column> selected = new ArrayList<>();
    columns.names().forEach(name -> selected.add(col("`" + name.replace("`", "``") + "`")));
    selected.add(col("_metadata.file_path"));
    selected.add(col("_metadata.row_index"));
    this.data = read.select(selected.toArray(new Column[0]));
    TableColumns all = columns;
    List<Row> first = reading(() -> data.takeAsList(1), this.files);
    this.sample = first.stream().map(row -> row(row, all)).toList();
    if (sample.isEmpty()) {
      throw new InputException("input " + input + ": expected rows; found none");
    }
  }

  private static <T> T reading(Callable<T> work, InputFile[] files) {
    try {
      return TaskFailure.unwrapped(work);
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(e, files);
    }
  }

  /** Spark's exceptions say a file's path somewhere, and its readers' say what is wrong. */
  private static InputException unreadable(Throwable failure, InputFile[] files) {
    String place = files.length == 1 ? files[0].path() : "the input";
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (InputFile file : files) {
        String path = file.location().toUri().getPath();
        place = String.valueOf(cause.getMessage()).contains(path) ? file.path() : place;
      }
      root = cause;
    }
    String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
    return new InputException(
        place
            + ": expected a Parquet file; it cannot be read, is damaged or of another format ("
            + reason
            + "): copy or write it anew",
        failure);
  }

  private static TableColumns columns(InputFile file, Dataset<Row> data) {
    List<String> names = new ArrayList<>();
    List<TableColumns.Kind> kinds = new ArrayList<>();
    for (StructField field : data.schema().fields()) {
      names.add(field.name());
      kinds.add(kind(field.dataType()));
    }
    return new TableColumns(file.path(), names, kinds);
  }

  private static TableColumns.Kind kind(DataType type) {
    if (type instanceof ArrayType array) {
      return array.elementType() instanceof StringType
          ? TableColumns.Kind.TEXTS
          : TableColumns.Kind.NUMBERS;
    }
    return type instanceof NumericType ? TableColumns.Kind.NUMBER : TableColumns.Kind.TEXT;
  }

  @Override
  public TableColumns columns() {
    return columns;
  }

  @Override
  public List<TableRow> sample() {
    return sample;
  }

  @Override
  public JavaRDD<TableRow> rows() {
    TableColumns all = columns;
    InputFile[] from = files;
    return data.javaRDD().mapPartitions(rows -> new Reading(rows, all, from));
  }

  /** Reads row by row; what fails is the file's fault. */
  private static final class Reading implements Iterator<TableRow> {
    private final Iterator<Row> rows;
    private final TableColumns columns;
    private final InputFile[] files;

    Reading(Iterator<Row> rows, TableColumns columns, InputFile[] files) {
      this.rows = rows;
      this.columns = columns;
      this.files = files;
    }

    @Override
    public boolean hasNext() {
      return reading(rows::hasNext, files);
    }

    @Override
    public TableRow next() {
      return row(reading(rows::next, files), columns);
    }
  }

  private static TableRow row(Row row, TableColumns columns) {
    int count = columns.count();
    @Nullable Object[] cells = new Object[count];
    for (int i = 0; i < count; i++) {
      cells[i] = DatasetRows.cell(row.get(i));
    }
    String path = row.getString(count);
    long index = row.getLong(count + 1);
    String name = String.valueOf(Path.of(path).getFileName());
    return new TableRow(columns, cells, false, () -> name + ", row " + (index + 1), path, index);
  }
}
