package org.keepgate.spark.dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of comma-separated fields (RFC 4180). A field in double quotes may hold commas, and
 * quotes written twice; it may not hold a line end, so that a file can be read from anywhere.
 */
final class CsvLine {

  /** A line that is not of this form; the message says why. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  private CsvLine() {}

  /** The fields of a line, quotes taken off. */
  static List<String> fields(String line) throws MalformedException {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      boolean quoted = at < line.length() && line.charAt(at) == '"';
      int end = quoted ? closingQuote(line, at) + 1 : comma(line, at);
      if (end < line.length() && line.charAt(end) != ',') {
        throw new MalformedException(
            "a comma after the closing quote of field " + (fields.size() + 1));
      }
      fields.add(
          quoted ? line.substring(at + 1, end - 1).replace("\"\"", "\"") : line.substring(at, end));
      if (end >= line.length()) {
        return fields;
      }
      at = end + 1;
    }
  }

  private static int comma(String line, int from) {
    int comma = line.indexOf(',', from);
    return comma < 0 ? line.length() : comma;
  }

  private static int closingQuote(String line, int opening) throws MalformedException {
    int at = line.indexOf('"', opening + 1);
    while (at >= 0 && at + 1 < line.length() && line.charAt(at + 1) == '"') {
      at = line.indexOf('"', at + 2);
    }
    if (at < 0) {
      throw new MalformedException("a closing quote on the same line");
    }
    return at;
  }
}
