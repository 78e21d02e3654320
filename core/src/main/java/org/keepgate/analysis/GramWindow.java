package org.keepgate.analysis;

/**
 * The grams that end at the last symbol read of a text: one of each length, as far as it reaches.
 */
final class GramWindow {
  private final GramTable[] grams; // [k]: the grams of k symbols
  private final int[] ending; // [k]: number of the gram of the last k symbols; [0]: the empty one
  private int length; // symbols read, at most the longest length

  GramWindow(GramTable[] grams) {
    this.grams = grams;
    this.ending = new int[grams.length];
  }

  /** Forgets everything: a new text begins. */
  void clear() {
    length = 0;
  }

  /** Whether the text has as many symbols yet. */
  boolean reaches(int symbols) {
    return symbols <= length;
  }

  /** Number of the gram of the last {@code symbols} symbols, or {@link GramTable#ABSENT}. */
  int ending(int symbols) {
    return ending[symbols];
  }

  /**
   * Reads a symbol whose grams may be new and are counted; a text's first one is only a context.
   */
  void count(int symbol) {
    boolean counted = length > 0;
    advance();
    boolean longerIsNew = false;
    for (int k = length; k > 0; k--) { // longest first: each needs the one shorter of the last step
      GramTable table = grams[k];
      int known = table.size();
      int gram = table.add(ending[k - 1], symbol);
      ending[k] = gram;
      if (counted) {
        table.countOccurrence(gram);
      }
      if (longerIsNew) {
        table.countPrecedingSymbol(gram);
      }
      longerIsNew = gram == known;
    }
  }

  /** Reads a symbol without changing the tables. */
  void read(int symbol) {
    advance();
    for (int k = length; k > 0; k--) {
      ending[k] = grams[k].find(ending[k - 1], symbol);
    }
  }

  private void advance() {
    length = Math.min(length + 1, grams.length - 1);
  }
}
