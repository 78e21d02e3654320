package org.keepgate.spark.dataset;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of a text, one after another: its characters, or its words. Words are what stands
 * between white space; a line end is a word of its own, so that lines can be written again.
 */
abstract class TextSymbols {
  static final String CHARACTERS = "characters";
  static final String WORDS = "words";

  private static final int CACHED = 256;
  private static final String[] CACHE = new String[CACHED];

  static {
    for (int i = 0; i < CACHED; i++) {
      CACHE[i] = Character.toString(i);
    }
  }

  /** The next symbol, or null at the end. */
  abstract @Nullable String next();

  /**
   * The symbols of a text by the unit of that name.
   *
   * @param text gives one code point after another, then {@link TextDecoder#END}
   */
  static TextSymbols of(IntSupplier text, String unit) {
    return unit.equals(WORDS) ? new Words(text) : new Characters(text);
  }

  /** Those of a list. */
  static TextSymbols of(List<String> symbols) {
    Iterator<String> all = symbols.iterator();
    return new TextSymbols() {
      @Override
      @Nullable String next() {
        return all.hasNext() ? all.next() : null;
      }
    };
  }

  /** All symbols of a short text. */
  static List<String> of(String text, String unit) {
    PrimitiveIterator.OfInt codePoints = text.codePoints().iterator();
    TextSymbols symbols =
        of(() -> codePoints.hasNext() ? codePoints.nextInt() : TextDecoder.END, unit);
    List<String> all = new ArrayList<>();
    for (String symbol = symbols.next(); symbol != null; symbol = symbols.next()) {
      all.add(symbol);
    }
    return all;
  }

  private static final class Characters extends TextSymbols {
    private final IntSupplier text;

    private Characters(IntSupplier text) {
      this.text = text;
    }

    @Override
    @Nullable String next() {
      int character = text.getAsInt();
      if (character == TextDecoder.END) {
        return null;
      }
      return character < CACHED ? CACHE[character] : Character.toString(character);
    }
  }

  private static final class Words extends TextSymbols {
    private final IntSupplier text;
    private final StringBuilder word = new StringBuilder();
    private boolean lineEnd; // one is waiting

    private Words(IntSupplier text) {
      this.text = text;
    }

    @Override
    @Nullable String next() {
      if (lineEnd) {
        lineEnd = false;
        return "\n";
      }
      while (true) {
        int character = text.getAsInt();
        boolean space = character == TextDecoder.END || Character.isWhitespace(character);
        if (!space) {
          word.appendCodePoint(character);
        } else if (!word.isEmpty()) {
          lineEnd = character == '\n';
          String whole = word.toString();
          word.setLength(0);
          return whole;
        } else if (character == '\n') {
          return "\n";
        } else if (character == TextDecoder.END) {
          return null;
        }
      }
    }
  }
}
