package org.keepgate.spark.dataset;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import scala.jdk.javaapi.CollectionConverters;

/** Parquet files; the columns are those of Spark's reader. */
final class ParquetTable implements Table {
  private final Dataset<Row> data;
  private final TableColumns columns;
  private final List<TableRow> sample;

  ParquetTable(SparkSession spark, String input, List<InputFile> files) {
    Dataset<Row> read = read(spark, input, files);
    this.columns = columns(files.get(0), read);
    List<Column> selected = new ArrayList<>();
    columns.names().forEach(name -> selected.add(col("`" + name.replace("`", "``") + "`")));
    selected.add(col("_metadata.file_path"));
    selected.add(col("_metadata.row_index"));
    this.data = read.select(selected.toArray(new Column[0]));
    TableColumns all = columns;
    this.sample = data.takeAsList(1).stream().map(row -> row(row, all)).toList();
    if (sample.isEmpty()) {
      throw new InputException("input " + input + ": expected rows; found none");
    }
  }

  private static Dataset<Row> read(SparkSession spark, String input, List<InputFile> files) {
    String[] paths = files.stream().map(file -> file.location().toString()).toArray(String[]::new);
    try {
      return TaskFailure.unwrapped(() -> spark.read().parquet(paths));
    } catch (RuntimeException e) {
      throw new InputException(
          "input " + input + ": cannot be read as Parquet; " + e.getMessage(), e);
    }
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
    return data.javaRDD().map(row -> row(row, all));
  }

  private static TableRow row(Row row, TableColumns columns) {
    int count = columns.count();
    @Nullable Object[] cells = new Object[count];
    for (int i = 0; i < count; i++) {
      cells[i] = cell(row.get(i));
    }
    String path = row.getString(count);
    long index = row.getLong(count + 1);
    String name = String.valueOf(Path.of(path).getFileName());
    return new TableRow(columns, cells, false, () -> name + ", row " + (index + 1), path, index);
  }

  private static @Nullable Object cell(@Nullable Object value) {
    if (value instanceof scala.collection.Seq<?> sequence) {
      List<@Nullable Object> list = new ArrayList<>(sequence.size());
      CollectionConverters.asJava(sequence).forEach(element -> list.add(cell(element)));
      return list;
    }
    if (value instanceof java.sql.Timestamp time) {
      return time.toLocalDateTime().toString();
    }
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    return value.toString(); // dates in ISO form
  }
}
