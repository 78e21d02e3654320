package org.keepgate.spark.report;

import java.util.List;

/**
 * A table of a report.
 *
 * @param title heading
 * @param words what it shows, in a sentence or two
 * @param headers of the columns; the first names the rows
 * @param rows as written
 */
public record NumberTable(
    String title, String words, List<String> headers, List<List<String>> rows) {
  public NumberTable {
    headers = List.copyOf(headers);
    rows = List.copyOf(rows);
  }
}
