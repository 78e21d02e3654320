package org.keepgate.analysis.error;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.keepgate.sequence.Vocabulary;

/**
 * How often each word occurs in texts of characters. A word is a run of letters, digits and
 * underscores; it is known by 64 bits mixed from its characters, which two words share once in a
 * world of billions.
 */
public final class WordCounts {
  /** What {@link #countAt} says outside of words. */
  static final int NO_WORD = -1;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final boolean[] inWords; // by symbol
  private final Map<Long, Integer> counts = new HashMap<>();

  private WordCounts(Vocabulary vocabulary) {
    inWords = inWords(vocabulary);
  }

  /** Counts the words of texts. */
  public static WordCounts of(Iterable<int[]> texts, Vocabulary vocabulary) {
    WordCounts words = new WordCounts(vocabulary);
    for (int[] text : texts) {
      long word = 0;
      for (int symbol : text) {
        boolean goesOn = words.inWords[symbol];
        if (!goesOn && word != 0) {
          words.counts.merge(word, 1, Integer::sum);
        }
        word = goesOn ? extended(word, symbol) : 0;
      }
      if (word != 0) {
        words.counts.merge(word, 1, Integer::sum);
      }
    }
    return words;
  }

  /**
   * Of each place of a piece of a text, how often its whole word was counted, or {@link #NO_WORD};
   * so too in a word that the piece's edge may have cut.
   */
  int[] countAt(int[] text) {
    int[] counted = new int[text.length];
    Arrays.fill(counted, NO_WORD);
    int first = 0;
    long word = 0;
    for (int i = 0; i < text.length; i++) {
      if (inWords[text[i]]) {
        first = word == 0 ? i : first;
        word = extended(word, text[i]);
      } else {
        if (word != 0 && first > 0) {
          Arrays.fill(counted, first, i, counts.getOrDefault(word, 0));
        }
        word = 0;
      }
    }
    return counted;
  }

  /** Different words. */
  public int size() {
    return counts.size();
  }

  /** The bits of a word with one symbol more; those of no word are 0. */
  static long extended(long word, int symbol) {
    long mixed = (word + symbol + 1) * MULTIPLIER;
    mixed ^= mixed >>> 29;
    return mixed == 0 ? 1 : mixed;
  }

  /** Whether each symbol is one of a word's. */
  static boolean[] inWords(Vocabulary vocabulary) {
    boolean[] inWords = new boolean[vocabulary.size()];
    for (int k = 0; k < inWords.length; k++) {
      SymbolClass of = SymbolClass.of(vocabulary.symbol(k));
      inWords[k] =
          of == SymbolClass.SMALL_LETTER
              || of == SymbolClass.CAPITAL_LETTER
              || of == SymbolClass.DIGIT
              || vocabulary.symbol(k).equals("_");
    }
    return inWords;
  }
}
