package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads the rows of a data set; travels to the executors. A vector is read as an array; columns of
 * types that no sequence is made of are as if they were not there.
 */
final class DatasetRows implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_PLACE = 80; // letters

  private final TableColumns columns;
  private final int[] places; // of the columns in a row

  DatasetRows(StructType schema) {
    List<String> names = new ArrayList<>();
    List<TableColumns.Kind> kinds = new ArrayList<>();
    List<Integer> found = new ArrayList<>();
    StructField[] fields = schema.fields();
    for (int i = 0; i < fields.length; i++) {
      TableColumns.Kind kind = kind(fields[i].dataType());
      if (kind != null) {
        names.add(fields[i].name());
        kinds.add(kind);
        found.add(i);
      }
    }
    this.columns = new TableColumns(DatasetTable.NAME, names, kinds);
    this.places = found.stream().mapToInt(Integer::intValue).toArray();
  }

  TableColumns columns() {
    return columns;
  }

  TableRow read(Row row) {
    @Nullable Object[] cells = new Object[places.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cell(row.get(places[i]));
    }
    return new TableRow(columns, cells, false, () -> place(cells), DatasetTable.NAME, 0);
  }

  /** A row has no number: it is known by what is short in it. */
  private String place(@Nullable Object[] cells) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < cells.length && words.length() < LONGEST_PLACE; i++) {
      if (!(cells[i] instanceof List)) {
        String text = String.valueOf(cells[i]);
        words
            .append(words.isEmpty() ? "" : ", ")
            .append(columns.name(i))
            .append('=')
            .append(text.length() <= 20 ? text : text.substring(0, 20) + "…");
      }
    }
    return words.isEmpty() ? "a row" : "the row with " + words;
  }

  private static TableColumns.@Nullable Kind kind(DataType type) {
    if (type.equals(SQLDataTypes.VectorType())) {
      return TableColumns.Kind.NUMBERS;
    }
    if (type instanceof ArrayType array) {
      return arrayKind(array.elementType());
    }
    if (type instanceof NumericType) {
      return TableColumns.Kind.NUMBER;
    }
    boolean word =
        type instanceof StringType
            || type instanceof BooleanType
            || type instanceof DateType
            || type instanceof TimestampType
            || type instanceof TimestampNTZType;
    return word ? TableColumns.Kind.TEXT : null;
  }

  private static TableColumns.@Nullable Kind arrayKind(DataType element) {
    if (element instanceof StringType) {
      return TableColumns.Kind.TEXTS;
    }
    boolean nested =
        element instanceof ArrayType inner && inner.elementType() instanceof NumericType;
    boolean numbers =
        nested || element instanceof NumericType || element.equals(SQLDataTypes.VectorType());
    return numbers ? TableColumns.Kind.NUMBERS : null;
  }

  /** A value of Spark as a {@link TableRow} takes it. */
  static @Nullable Object cell(@Nullable Object value) {
    if (value instanceof Vector vector) {
      List<Object> list = new ArrayList<>(vector.size());
      for (double number : vector.toArray()) {
        list.add(number);
      }
      return list;
    }
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
