package org.keepgate.spark.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Up to four lines to compare, in one picture.
 *
 * @param title heading
 * @param words what there is to see, in a sentence or two
 * @param measure of the values, with its unit
 * @param progress what the values are counted by, from 1
 * @param logarithmic whether the values span powers of ten
 * @param howToRead below the picture
 * @param values of each line, by its name, in this order; what is not above 0 is left out of a
 *     logarithmic picture
 */
public record Lines(
    String title,
    String words,
    String measure,
    String progress,
    boolean logarithmic,
    String howToRead,
    Map<String, double[]> values) {
  /** Lines that can be told apart. */
  public static final int MOST = 4;

  public Lines {
    if (values.isEmpty() || values.size() > MOST) {
      throw new IllegalArgumentException(
          "expected 1 to " + MOST + " lines, got " + values.keySet());
    }
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values)); // keeps the order
  }
}
