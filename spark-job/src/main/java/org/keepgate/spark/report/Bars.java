package org.keepgate.spark.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of some groups, one bar or two for each, and a table of them.
 *
 * @param title heading
 * @param words what there is to see, in a sentence or two
 * @param measure of the values, with its unit
 * @param group what a row is, for the table's first column
 * @param groups names of the rows, from the top
 * @param values by the name of the bar, each as long as the groups; one bar or two
 * @param howToRead below the picture
 * @param more columns of the table by their headers, as written, each as long as the groups
 */
public record Bars(
    String title,
    String words,
    String measure,
    String group,
    List<String> groups,
    Map<String, double[]> values,
    String howToRead,
    Map<String, List<String>> more) {
  private static final int MOST = 2;

  public Bars {
    if (values.isEmpty() || values.size() > MOST) {
      throw new IllegalArgumentException("expected 1 or 2 bars a row, got " + values.keySet());
    }
    groups = List.copyOf(groups);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values)); // keeps the order
    more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
  }
}
