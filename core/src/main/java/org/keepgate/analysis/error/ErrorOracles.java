package org.keepgate.analysis.error;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What would remove the errors of a language model of characters: each oracle takes away those that
 * one ability would, one oracle after another, so that what an oracle removes no later one can.
 *
 * <pre>
 *   error           p(target) &lt; ½
 *   n-gram          some n-gram model of order 1 … N says the target with p ≥ ½
 *   memory of m     the word so far, with the target, has begun a word in the last m symbols; at
 *                   least one character of it was known
 *   rare words      the target's word occurs at most k times in the training text
 *   word model      the target is behind a space, a quote or a line end: the choice of a new word
 *   punctuation     the target is punctuation, a quote or a bracket
 *   boost by b      p(target) + b ≥ ½; by ½ all the rest
 * </pre>
 *
 * <p>After Karpathy, Johnson and Fei-Fei (2015), "Visualizing and understanding recurrent
 * networks"; that one character of the word must be known is ours: else a memory would remove
 * nearly all errors at the beginnings of words.
 */
public final class ErrorOracles {
  private static final double RIGHT = 0.5;
  private static final int[] MEMORIES = {100, 1000, 5000};
  private static final int[] RARE = {0, 5};
  private static final int[] BOOSTS_IN_TENTHS = {1, 2, 3, 4, 5};

  private final List<Oracle> oracles = new ArrayList<>();
  private final long[] inTurn;
  private final long[] alone;
  private long errors;

  private record Oracle(String name, Predicate<Place> removes) {}

  /**
   * What is known of the place of an error.
   *
   * @param probability of the target
   * @param ngramRight whether some n-gram model is right
   * @param lastSeen symbols since the word began in the same way; Integer.MAX_VALUE: never
   * @param wordCount of the target's word in the training text, {@link WordCounts#NO_WORD} if none
   */
  record Place(
      double probability,
      boolean ngramRight,
      int lastSeen,
      int wordCount,
      SymbolClass before,
      SymbolClass target) {}

  /**
   * What one oracle has removed.
   *
   * @param name as a reader sees it
   * @param inTurn errors that none before it had removed
   * @param alone errors that it would remove if it were the only one
   */
  public record Removed(String name, long inTurn, long alone) {}

  /**
   * The oracles.
   *
   * @param orders highest order of the n-grams; −1: there are none, nor their oracle
   * @param wordsKnown whether words were counted in the training text
   */
  ErrorOracles(int orders, boolean wordsKnown) {
    if (orders >= 1) {
      add("n-gram models of order 1 to " + orders, Place::ngramRight);
    }
    for (int memory : MEMORIES) {
      add("memory of the last " + memory + " symbols", place -> place.lastSeen <= memory);
    }
    for (int count : wordsKnown ? RARE : new int[0]) {
      add(
          count == 0 ? "words that training has not seen" : "words seen up to " + count + " times",
          place -> place.wordCount >= 0 && place.wordCount <= count);
    }
    add("the first symbol of a word", place -> beginsWord(place.before));
    add("punctuation, quotes, brackets", place -> isPunctuation(place.target));
    for (int tenths : BOOSTS_IN_TENTHS) {
      double boost = tenths / 10.0;
      add("0." + tenths + " more probability", place -> place.probability + boost >= RIGHT);
    }
    inTurn = new long[oracles.size()];
    alone = new long[oracles.size()];
  }

  private void add(String name, Predicate<Place> removes) {
    oracles.add(new Oracle(name, removes));
  }

  private static boolean beginsWord(SymbolClass before) {
    return before == SymbolClass.SPACE
        || before == SymbolClass.NEWLINE
        || before == SymbolClass.QUOTE;
  }

  private static boolean isPunctuation(SymbolClass target) {
    return target == SymbolClass.PUNCTUATION
        || target == SymbolClass.QUOTE
        || target == SymbolClass.BRACKET;
  }

  /** Whether a target with this probability is an error. */
  static boolean isError(double probability) {
    return !(probability >= RIGHT); // what is not a number is one
  }

  /** Shows an error to every oracle. */
  void add(Place place) {
    errors++;
    boolean removed = false;
    for (int k = 0; k < alone.length; k++) {
      if (oracles.get(k).removes.test(place)) {
        alone[k]++;
        inTurn[k] += removed ? 0 : 1;
        removed = true;
      }
    }
  }

  /** All errors. */
  public long errors() {
    return errors;
  }

  /** What each oracle has removed, in their order. */
  public List<Removed> removed() {
    List<Removed> all = new ArrayList<>();
    for (int k = 0; k < alone.length; k++) {
      all.add(new Removed(oracles.get(k).name, inTurn[k], alone[k]));
    }
    return all;
  }
}
