package org.keepgate.spark.dataset;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/** A table in files of any format, read row by row on the executors. */
interface Table {

  /** The columns that every row has. */
  TableColumns columns();

  /** Some of the first rows, at least one. */
  List<TableRow> sample();

  /** All rows, read again each time. A row is only of use within the task that reads it. */
  JavaRDD<TableRow> rows();

  /**
   * Opens the table in {@code files}, whose suffix says the format.
   *
   * @param input the input as the user named it
   */
  static Table open(SparkSession spark, String input, List<InputFile> files, String format) {
    return switch (TableFormat.of(format, input, files)) {
      case CSV -> CsvTable.open(spark, input, files);
      case JSON -> JsonTable.open(spark, input, files);
      case PARQUET -> new ParquetTable(spark, input, files);
    };
  }
}
