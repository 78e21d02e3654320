package org.keepgate.spark.dataset;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/**
 * One row of a table, read cell by cell as what the caller expects; everything else is an error
 * that names file, row and column.
 *
 * <p>A cell is null (missing), a {@code String}, a {@code Number}, a {@code Boolean} or a {@code
 * List} of such. Rows live within one task: what leaves it is encoded.
 */
final class TableRow {
  private final TableColumns columns;
  private final @Nullable Object[] cells;
  private final boolean textual; // numbers stand in the file as text, as in CSV
  private final Supplier<String> place;
  private final String file;
  private final long position;

  /**
   * @param textual whether numbers are written as text
   * @param place file and row in words, asked for only when something is wrong
   * @param position what orders the rows of a file
   */
  TableRow(
      TableColumns columns,
      @Nullable Object[] cells,
      boolean textual,
      Supplier<String> place,
      InputFile file,
      long position) {
    this(columns, cells, textual, place, file.path(), position);
  }

  TableRow(
      TableColumns columns,
      @Nullable Object[] cells,
      boolean textual,
      Supplier<String> place,
      String file,
      long position) {
    this.columns = columns;
    this.cells = cells;
    this.textual = textual;
    this.place = place;
    this.file = file;
    this.position = position;
  }

  /** Path of the file below the root of the input. */
  String file() {
    return file;
  }

  /** Orders the rows of a file. */
  long position() {
    return position;
  }

  /** File and row, for a message. */
  String place() {
    return place.get();
  }

  /** An error about a column of this row. */
  InputException wrong(int column, String expected, String found) {
    return new InputException(
        place()
            + ", column "
            + columns.name(column)
            + ": expected "
            + expected
            + "; found "
            + found);
  }

  /** The finite number in a column. */
  float number(int column) {
    return number(cells[column], column, "");
  }

  /** The word in a column: text, or a number as it would be written. */
  String word(int column) {
    return word(cells[column], column, "");
  }

  /** The number, date or text that orders rows. */
  OrderKey order(int column) {
    OrderKey key = OrderKey.read(word(column));
    if (key == null) {
      throw wrong(
          column, "a number or an ISO date (2000-12-31, 2000-12-31T23:59)", quoted(cells[column]));
    }
    return key;
  }

  /** Whether a column holds a number. */
  boolean isNumber(int column) {
    Object cell = cells[column];
    return cell instanceof Number
        || (textual && cell instanceof String text && NumberText.isNumber(text));
  }

  /** The list in a column. */
  List<?> list(int column) {
    if (cells[column] instanceof List<?> list) {
      return list;
    }
    throw wrong(column, "an array, one element a step", quoted(cells[column]));
  }

  /** A finite number out of a list in a column. */
  float numberAt(int column, @Nullable Object element, int step) {
    String where = " at step " + (step + 1);
    return number(required(element, column, "a finite number" + where), column, where);
  }

  /** A word out of a list in a column. */
  String wordAt(int column, @Nullable Object element, int step) {
    String where = " at step " + (step + 1);
    return word(required(element, column, "a value" + where), column, where);
  }

  /** An element of a list, which may not be null. */
  private Object required(@Nullable Object element, int column, String expected) {
    if (element == null) {
      throw wrong(column, expected, "null");
    }
    return element;
  }

  private float number(@Nullable Object cell, int column, String where) {
    double value = Double.NaN;
    boolean written = textual && cell instanceof String text && NumberText.isNumber(text);
    if (cell instanceof Number number) {
      value = number.doubleValue();
    } else if (written && cell instanceof String text) {
      value = NumberText.value(text);
    }
    float result = (float) value;
    if (!Float.isFinite(result)) {
      boolean tooLarge = written || isExact(cell) || Double.isFinite(value);
      throw wrong(
          column,
          (tooLarge ? "a number in the range of 32-bit floats (±3.4e38)" : "a finite number")
              + where,
          quoted(cell));
    }
    return result;
  }

  /** Of a kind that has no infinities: what became infinite was too large. */
  private static boolean isExact(@Nullable Object cell) {
    return cell instanceof BigDecimal || cell instanceof BigInteger;
  }

  private String word(@Nullable Object cell, int column, String where) {
    if (cell instanceof String text && !text.isEmpty()) {
      return text;
    }
    if (cell instanceof Number || cell instanceof Boolean) {
      return NumberText.written(cell);
    }
    throw wrong(column, "a value" + where, quoted(cell));
  }

  private static String quoted(@Nullable Object cell) {
    if (cell == null || cell.equals("")) {
      return "nothing";
    }
    String text = cell.toString();
    return (cell instanceof List ? "an array " : "")
        + "'"
        + (text.length() <= 40 ? text : text.substring(0, 40) + "…")
        + "'";
  }
}
