package org.keepgate.spark.dataset;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.training.setting.Settings;

/**
 * Makes of a data set's row the sequence that a model reads; travels to the executors. Labels and
 * targets are not looked at: they need not be there.
 */
public final class RowEncoder implements RowCoding {
  private static final long serialVersionUID = 1L;

  private final DatasetRows rows;
  private final RowReader reader;
  private final Encoding encoding;
  private final String firstColumn;

  /**
   * For rows of one schema.
   *
   * @param settings that name the columns, as the model was trained
   * @throws InputException when a column is missing, of the wrong type, or a row is not a sequence
   */
  public RowEncoder(StructType schema, Settings settings, Encoding encoding) {
    this.rows = new DatasetRows(schema);
    SequenceSchema columns = SequenceSchema.of(rows.columns(), settings, false);
    if (columns.form() == SequenceSchema.Form.LONG) {
      throw new InputException("a row is a step, not a sequence: bring its group together first");
    }
    this.reader = RowReader.of(columns, settings);
    this.encoding = encoding;
    this.firstColumn = columns.columns().name(columns.features()[0]);
    if (columns.symbols() != (encoding.symbols() != null)) {
      throw new InputException(
          DatasetTable.NAME
              + ", column "
              + firstColumn
              + ": expected "
              + (columns.symbols()
                  ? "numbers, as in training; found text"
                  : "text, as in training; found numbers"));
    }
  }

  @Override
  public Sequence encode(Row row) {
    RawSequence raw = reader.read(rows.read(row));
    int expected = encoding.symbols() != null ? 0 : encoding.format().inputSize();
    return LabelledSource.inputs(TableSource.requireSize(raw, expected, firstColumn), encoding);
  }
}
