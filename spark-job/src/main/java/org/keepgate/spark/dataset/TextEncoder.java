package org.keepgate.spark.dataset;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.training.setting.Settings;

/** Makes of a row's text what a language model reads: its symbols between two boundaries. */
public final class TextEncoder implements RowCoding {
  private static final long serialVersionUID = 1L;

  private final TextColumn column;
  private final Vocabulary vocabulary;

  /**
   * For rows of one schema.
   *
   * @param name of the column
   * @param settings of the model
   * @throws InputException when the column is missing, or not of text
   */
  public TextEncoder(StructType schema, String name, Settings settings, Encoding encoding) {
    Vocabulary symbols = encoding.symbols();
    if (symbols == null) {
      throw new InputException("the model has no vocabulary, expected a language model with one");
    }
    this.column = new TextColumn(schema, name, settings.get(InputSettings.INPUT_UNIT));
    this.vocabulary = symbols;
  }

  @Override
  public Sequence encode(Row row) {
    return TextPieces.ofWhole("", column.symbols(row, vocabulary), vocabulary, Integer.MAX_VALUE)
        .next();
  }
}
