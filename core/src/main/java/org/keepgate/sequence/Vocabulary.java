package org.keepgate.sequence;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of a task and their numbers: characters (code points) or words of texts, symbols of
 * sequences, or class labels.
 *
 * <p>Two symbols are not of the data. In a vocabulary of texts {@link #BOUNDARY} has number 0: it
 * stands before the first and after the last symbol of every text. {@link #UNKNOWN}, when there is
 * one, has the next number and stands for whatever has none of its own. All others follow, the most
 * frequent first, equally frequent ones by their code points: the same counts give the same numbers
 * everywhere. (A word of the data that is spelled like a special symbol is that symbol.)
 */
public final class Vocabulary implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What stands between texts. */
  public static final String BOUNDARY = "<boundary>";

  /** What stands for a symbol without a number. */
  public static final String UNKNOWN = "<unknown>";

  private static final int NAMED_IN_MESSAGES = 12;

  private final String[] symbols;
  private final boolean hasBoundary;
  private final boolean hasUnknown;

  @SuppressWarnings("serial") // derived from the symbols where it is first needed
  private transient volatile @Nullable Map<String, Integer> numbers;

  private Vocabulary(String[] symbols, boolean hasBoundary, boolean hasUnknown) {
    this.symbols = symbols;
    this.hasBoundary = hasBoundary;
    this.hasUnknown = hasUnknown;
  }

  /**
   * The vocabulary of texts, with the boundary symbol.
   *
   * @param minCount symbols that occur less often get no number of their own
   * @param maxSize the most symbols, special ones included; 0: no limit
   * @param unknown true: with the unknown symbol; false: only when a symbol was left out
   */
  public static Vocabulary ofTexts(
      SymbolCounts counts, long minCount, int maxSize, boolean unknown) {
    return frequent(counts, minCount, maxSize, true, unknown);
  }

  /** The vocabulary of symbol sequences: as of texts, but without a boundary. */
  public static Vocabulary ofSymbols(
      SymbolCounts counts, long minCount, int maxSize, boolean unknown) {
    return frequent(counts, minCount, maxSize, false, unknown);
  }

  /** The classes of a task: every label that was counted, and no special symbol. */
  public static Vocabulary ofLabels(SymbolCounts counts) {
    return frequent(counts, 0, 0, false, false);
  }

  /**
   * A vocabulary from its parts, as a file has them.
   *
   * @param symbols by number, special symbols included
   * @throws IllegalArgumentException when a symbol occurs twice or a special one is not in its
   *     place
   */
  public static Vocabulary of(List<String> symbols, boolean hasBoundary, boolean hasUnknown) {
    int at = 0;
    if (hasBoundary) {
      requireSpecial(symbols, at++, BOUNDARY);
    }
    if (hasUnknown) {
      requireSpecial(symbols, at, UNKNOWN);
    }
    Vocabulary vocabulary = new Vocabulary(symbols.toArray(new String[0]), hasBoundary, hasUnknown);
    if (vocabulary.numbers().size() != symbols.size()) {
      throw new IllegalArgumentException(
          "a vocabulary of "
              + symbols.size()
              + " symbols has only "
              + vocabulary.numbers().size()
              + " different ones");
    }
    return vocabulary;
  }

  /** Number of symbols, special ones included. */
  public int size() {
    return symbols.length;
  }

  /** The symbol of a number. */
  public String symbol(int number) {
    return symbols[number];
  }

  /** All symbols by number, special ones included. */
  public List<String> symbols() {
    return Collections.unmodifiableList(Arrays.asList(symbols));
  }

  /** Whether number 0 is the boundary between texts. */
  public boolean hasBoundary() {
    return hasBoundary;
  }

  /** Whether there is a number for symbols without one. */
  public boolean hasUnknown() {
    return hasUnknown;
  }

  /** Whether a symbol has a number of its own. */
  public boolean contains(String symbol) {
    return numbers().containsKey(symbol);
  }

  /**
   * The number of a symbol, or that of {@link #UNKNOWN}.
   *
   * @throws InputException when the symbol has no number and there is no unknown symbol
   */
  public int number(String symbol) {
    Integer number = numbers().get(symbol);
    if (number != null) {
      return number;
    }
    if (hasUnknown) {
      return hasBoundary ? 1 : 0;
    }
    throw new InputException(
        "'"
            + symbol
            + "' was not seen in training; expected "
            + shortened()
            + ": correct it,"
            + " leave it out, or train with data that has it");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Vocabulary that
        && hasBoundary == that.hasBoundary
        && hasUnknown == that.hasUnknown
        && Arrays.equals(symbols, that.symbols);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(symbols);
  }

  @Override
  public String toString() {
    return "Vocabulary of " + size() + " symbols: " + shortened();
  }

  private static Vocabulary frequent(
      SymbolCounts counts, long minCount, int maxSize, boolean boundary, boolean unknown) {
    List<String> candidates = counts.byFrequency();
    List<String> kept = new ArrayList<>();
    boolean unseen = unknown; // whether something has no number of its own
    for (String symbol : candidates) {
      if (counts.count(symbol) < minCount) {
        unseen = true;
      } else if (!(boundary && symbol.equals(BOUNDARY))) {
        kept.add(symbol);
      }
    }
    int room = maxSize == 0 ? Integer.MAX_VALUE : maxSize - (boundary ? 1 : 0);
    unseen |= kept.size() > room;
    if (unseen) {
      kept.remove(UNKNOWN); // the word is the special symbol
      room -= maxSize == 0 ? 0 : 1;
    }
    if (room < 1) {
      throw new InputException(
          "maxVocabulary: expected 0 (no limit), or room for a symbol beside the special ones; found "
              + maxSize);
    }
    List<String> all = new ArrayList<>();
    if (boundary) {
      all.add(BOUNDARY);
    }
    if (unseen) {
      all.add(UNKNOWN);
    }
    all.addAll(kept.subList(0, Math.min(room, kept.size())));
    return new Vocabulary(all.toArray(new String[0]), boundary, unseen);
  }

  private static void requireSpecial(List<String> symbols, int at, String special) {
    if (symbols.size() <= at || !symbols.get(at).equals(special)) {
      throw new IllegalArgumentException(
          "expected " + special + " as symbol " + at + " of the vocabulary");
    }
  }

  private String shortened() {
    int special = (hasBoundary ? 1 : 0) + (hasUnknown ? 1 : 0);
    List<String> named = new ArrayList<>();
    for (int k = special; k < symbols.length && named.size() < NAMED_IN_MESSAGES; k++) {
      named.add("'" + symbols[k] + "'");
    }
    int more = symbols.length - special - named.size();
    return String.join(", ", named) + (more > 0 ? " … (" + more + " more)" : "");
  }

  private Map<String, Integer> numbers() {
    Map<String, Integer> known = numbers;
    if (known == null) {
      known = new HashMap<>(2 * symbols.length);
      for (int k = 0; k < symbols.length; k++) {
        known.put(symbols[k], k);
      }
      numbers = known;
    }
    return known;
  }
}
