package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a model has drawn, row by row; of moves the third column, the end of a stroke, is a whole
 * number.
 */
record GeneratedRows(List<String> columns, List<float[]> rows) {
  private static final int END = 2;
  private static final String SEPARATORS = ",\"\r\n"; // a name with one is put in quotes

  private Object[] cells(float[] row) {
    Object[] cells = new Object[row.length];
    for (int k = 0; k < cells.length; k++) {
      cells[k] = k == END ? (Object) (int) row[k] : (Object) row[k];
    }
    return cells;
  }

  /** The rows as lists of numbers, to be written as JSON. */
  List<List<Object>> values() {
    return rows.stream().map(row -> List.of(cells(row))).toList();
  }

  /** The rows as CSV (RFC 4180) under a header, without the end of the last line. */
  String csv() {
    StringBuilder csv =
        new StringBuilder(
            String.join(",", columns.stream().map(GeneratedRows::quotedIfNeeded).toList()));
    for (List<Object> row : values()) {
      csv.append('\n').append(String.join(",", row.stream().map(String::valueOf).toList()));
    }
    return csv.toString();
  }

  private static String quotedIfNeeded(String name) {
    boolean plain = name.chars().noneMatch(sign -> SEPARATORS.indexOf(sign) >= 0);
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The rows as a table of Spark. */
  Dataset<Row> table(SparkSession spark) {
    List<StructField> fields = new ArrayList<>();
    for (int k = 0; k < columns.size(); k++) {
      fields.add(
          DataTypes.createStructField(
              columns.get(k), k == END ? DataTypes.IntegerType : DataTypes.FloatType, false));
    }
    StructType schema = DataTypes.createStructType(fields);
    return spark.createDataFrame(
        rows.stream().map(row -> RowFactory.create(cells(row))).toList(), schema);
  }
}
