package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.keepgate.sequence.ContentDigest;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Vocabulary;

/**
 * The column of a data set that holds texts, or arrays of symbols, one text a row; travels to the
 * executors.
 */
final class TextColumn implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int NAMED = 24; // symbols of a text that name it

  private final DatasetRows rows;
  private final int column;
  private final String unit;

  /**
   * Finds the column.
   *
   * @param unit what a symbol of a text is
   * @throws InputException when there is none of the name, or it is not of text
   */
  TextColumn(StructType schema, String name, String unit) {
    this.rows = new DatasetRows(schema);
    this.column = rows.columns().find(name, "featuresCol");
    this.unit = unit;
    if (rows.columns().kind(column) == TableColumns.Kind.NUMBER) {
      throw new InputException(
          "featuresCol: expected a column of text, or of arrays of symbols; "
              + name
              + " holds single numbers: bring the rows of a sequence together first");
    }
  }

  /** Name of the column. */
  String name() {
    return rows.columns().name(column);
  }

  /** What a symbol of a text is. */
  String unit() {
    return unit;
  }

  /**
   * The symbols of a row, at least one.
   *
   * @throws InputException when there are none
   */
  List<String> symbols(Row row) {
    return symbols(rows.read(row));
  }

  private List<String> symbols(TableRow row) {
    if (rows.columns().kind(column) == TableColumns.Kind.TEXT) {
      List<String> symbols = TextSymbols.of(row.word(column), unit);
      if (symbols.isEmpty()) {
        throw row.wrong(column, "at least one of " + unit, "none");
      }
      return symbols;
    }
    List<?> list = row.list(column);
    if (list.isEmpty()) {
      throw row.wrong(column, "at least one symbol", "an empty array");
    }
    List<String> symbols = new ArrayList<>(list.size());
    for (int at = 0; at < list.size(); at++) {
      symbols.add(row.wordAt(column, list.get(at), at));
    }
    return symbols;
  }

  /**
   * The symbols of a row, all of them with a number.
   *
   * @throws InputException when there are none, or one has no number
   */
  List<String> symbols(Row row, Vocabulary vocabulary) {
    TableRow cells = rows.read(row);
    List<String> symbols = symbols(cells);
    if (!vocabulary.hasUnknown()) {
      for (String symbol : symbols) {
        if (!vocabulary.contains(symbol)) {
          throw cells.wrong(column, "symbols of the training", "'" + symbol + "'");
        }
      }
    }
    return symbols;
  }

  /** What tells a text from others, wherever it stands. */
  static ContentDigest digest(List<String> symbols) {
    ContentDigest digest = new ContentDigest().add(symbols.size());
    symbols.forEach(digest::add);
    return digest;
  }

  /** A name for a text that says how it begins, and depends on nothing but its symbols. */
  static String nameOf(List<String> symbols) {
    return String.format(
        "'%s…' #%016x",
        String.join("", symbols.subList(0, Math.min(NAMED, symbols.size()))),
        digest(symbols).finish());
  }
}
