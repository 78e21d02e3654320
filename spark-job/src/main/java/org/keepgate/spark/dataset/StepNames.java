package org.keepgate.spark.dataset;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.training.setting.Settings;

/**
 * Adds to each row of a data set the key by which {@link SeriesSource} calls it: its series and its
 * time, as the window whose target it is; travels to the executors.
 */
public final class StepNames implements MapFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final DatasetRows rows;
  private final int[] group;
  private final int order;

  /**
   * Finds the columns.
   *
   * @throws org.keepgate.sequence.InputException naming a column that is not there
   */
  public StepNames(StructType schema, Settings settings) {
    this.rows = new DatasetRows(schema);
    SequenceSchema found = SequenceSchema.of(rows.columns(), settings, false);
    this.group = found.group();
    this.order = found.order();
  }

  /**
   * Refuses rows that cannot be series, before anything is run.
   *
   * @throws org.keepgate.sequence.InputException naming column and expectation
   */
  public static void requireSeries(StructType schema, Settings settings) {
    SequenceSchema.of(new DatasetRows(schema).columns(), settings, true);
  }

  /** The columns of the rows and, after them, the key. */
  public static StructType added(StructType rows, String key) {
    return rows.add(key, DataTypes.StringType);
  }

  @Override
  public Row call(Row row) {
    TableRow cells = rows.read(row);
    StringBuilder key = new StringBuilder();
    for (int column : group) {
      key.append(key.isEmpty() ? "" : ",").append(cells.word(column));
    }
    key.append('@').append(cells.order(order).text());
    @Nullable Object[] all = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      all[i] = row.get(i);
    }
    all[row.size()] = key.toString();
    return RowFactory.create(all);
  }
}
