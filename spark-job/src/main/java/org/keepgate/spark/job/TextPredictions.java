package org.keepgate.spark.job;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Puts the rows of a text's pieces, which follow one another, together to one row a text. */
final class TextPredictions implements Iterator<Row> {
  private static final int TEXT = 0;
  private static final int SYMBOLS = 1;
  private static final int BITS = 2;
  private static final int PREDICTION = 3;
  private static final int PROBABILITY = 4;

  private final Iterator<Row> pieces;
  private @Nullable Row ahead;

  TextPredictions(Iterator<Row> pieces) {
    this.pieces = pieces;
    this.ahead = pieces.hasNext() ? pieces.next() : null;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Row next() {
    Row text = ahead;
    if (text == null) {
      throw new NoSuchElementException();
    }
    ahead = pieces.hasNext() ? pieces.next() : null;
    while (ahead != null && ahead.getString(TEXT).equals(text.getString(TEXT))) {
      text = joined(text, ahead);
      ahead = pieces.hasNext() ? pieces.next() : null;
    }
    return text;
  }

  private static Row joined(Row before, Row piece) {
    long symbols = before.getLong(SYMBOLS) + piece.getLong(SYMBOLS);
    double bits =
        before.getDouble(BITS) * before.getLong(SYMBOLS)
            + piece.getDouble(BITS) * piece.getLong(SYMBOLS);
    return RowFactory.create(
        piece.getString(TEXT),
        symbols,
        bits / symbols,
        piece.getString(PREDICTION),
        piece.getDouble(PROBABILITY));
  }
}
