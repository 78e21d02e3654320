package org.keepgate.spark.dataset;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.keepgate.sequence.Sequence;

/** Makes of a data set's row the sequence that a model reads; travels to the executors. */
@FunctionalInterface
public interface RowCoding extends Serializable {

  /**
   * The sequence of a row.
   *
   * @throws org.keepgate.sequence.InputException when a cell of it is not what the model was
   *     trained on
   */
  Sequence encode(Row row);
}
