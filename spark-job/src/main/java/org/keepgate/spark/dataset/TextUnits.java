package org.keepgate.spark.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts as lists of symbols, and back. */
public final class TextUnits {

  private TextUnits() {}

  /** Whether the setting {@code inputUnit} says words; characters are the default. */
  public static boolean areWords(@Nullable Object inputUnit) {
    return TextSymbols.WORDS.equals(inputUnit);
  }

  /** The symbols of a text. */
  public static List<String> symbols(String text, boolean words) {
    return TextSymbols.of(text, words ? TextSymbols.WORDS : TextSymbols.CHARACTERS);
  }

  /** The text of symbols: words with spaces between them, but for line ends. */
  public static String text(List<String> symbols, boolean words) {
    if (!words) {
      return String.join("", symbols);
    }
    StringBuilder text = new StringBuilder();
    for (String word : symbols) {
      boolean lineStarts = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
      text.append(lineStarts || word.equals("\n") ? "" : " ").append(word);
    }
    return text.toString();
  }
}
