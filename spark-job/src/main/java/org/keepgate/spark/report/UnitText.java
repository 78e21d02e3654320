package org.keepgate.spark.report;

import java.util.List;

/**
 * A text with the activity of one unit at each of its symbols.
 *
 * @param title heading
 * @param words which unit it is and what it tells
 * @param symbols as they are shown, spaces between words included
 * @param activity of the unit once a symbol has been read, each in [−1, 1]
 */
public record UnitText(String title, String words, List<String> symbols, List<Float> activity) {
  public UnitText {
    symbols = List.copyOf(symbols);
    activity = List.copyOf(activity);
    if (symbols.size() != activity.size()) {
      throw new IllegalArgumentException(
          symbols.size() + " symbols with " + activity.size() + " activities");
    }
  }
}
