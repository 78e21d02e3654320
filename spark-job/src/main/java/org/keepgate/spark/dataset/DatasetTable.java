package org.keepgate.spark.dataset;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.keepgate.sequence.InputException;

/** A data set of Spark as a table. */
final class DatasetTable implements Table {
  /** What messages call the input. */
  static final String NAME = "the data set";

  private final Dataset<Row> data;
  private final DatasetRows rows;

  DatasetTable(Dataset<Row> data) {
    this.data = data;
    this.rows = new DatasetRows(data.schema());
  }

  @Override
  public TableColumns columns() {
    return rows.columns();
  }

  @Override
  public List<TableRow> sample() {
    List<TableRow> sample =
        TaskFailure.unwrapped(() -> data.takeAsList(1)).stream().map(rows::read).toList();
    if (sample.isEmpty()) {
      throw new InputException(NAME + " has no rows; expected at least one sequence");
    }
    return sample;
  }

  @Override
  public JavaRDD<TableRow> rows() {
    DatasetRows each = rows;
    return data.javaRDD().map(each::read);
  }
}
