package org.keepgate.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The floor that every language model has to pass: interpolated n-gram models with modified
 * Kneser–Ney smoothing, of all orders from 1 up to a highest one at once.
 *
 * <p>A text is an array of symbols that begins with a context, as a rule the boundary symbol 0, and
 * every later symbol is a target: s_1 … s_n and the closing boundary for the text 0, s_1 … s_n, 0.
 * Those are the targets of a recurrent net on the same text, so the figures may be compared. A
 * target sees no symbol before its text's first one.
 *
 * <p>The model of order n estimates p(w | the n − 1 symbols before) from the counts
 *
 * <pre>
 *   a(g) = how often g occurs                 if g has n symbols, or begins with the boundary
 *   a(g) = how many symbols stand before g    if g is shorter
 * </pre>
 *
 * level by level ({@link KneserNeyLevel}); below the single symbols stands the uniform 1 /
 * vocabularySize, so that every symbol has a probability above 0. Kneser and Ney (1995), "Improved
 * backing-off for m-gram language modeling"; Chen and Goodman (1998), "An empirical study of
 * smoothing techniques for language modeling", whose discounts are in {@link KneserNeyDiscounts}.
 *
 * <p>The same texts in the same order give the same bits. Memory: about 50 bytes for each distinct
 * gram of each length, nothing that grows with the texts themselves.
 */
public final class NgramModel {
  /** The symbol before a text's first and after its last one. */
  public static final int BOUNDARY = 0;

  private final int order;
  private final int vocabularySize;
  private final GramTable[] grams; // [k]: the grams of k symbols; [0] is not used
  private final KneserNeyLevel[] highest; // [k]: level k as the highest one of the model of order k
  private final KneserNeyLevel[] lower; // [k]: level k below a higher one

  /**
   * Counts the texts, which are read once, and smooths the counts.
   *
   * @param order the highest number of symbols in a gram
   * @param vocabularySize symbols are 0 … vocabularySize − 1
   */
  public static NgramModel train(Iterable<int[]> texts, int order, int vocabularySize) {
    if (order < 1 || vocabularySize < 1) {
      throw new IllegalArgumentException(
          "order and vocabularySize must be at least 1, got " + order + " and " + vocabularySize);
    }
    return new NgramModel(count(texts, order, vocabularySize), vocabularySize);
  }

  private NgramModel(GramTable[] grams, int vocabularySize) {
    this.order = grams.length - 1;
    this.vocabularySize = vocabularySize;
    this.grams = grams;
    this.highest = new KneserNeyLevel[order + 1];
    this.lower = new KneserNeyLevel[order + 1];
    boolean[] beginsWithBoundary = {};
    for (int k = 1; k <= order; k++) {
      int contexts = k == 1 ? 1 : grams[k - 1].size(); // of single symbols: the empty one
      highest[k] = new KneserNeyLevel(grams[k], contexts, occurrences(grams[k]));
      if (k < order) {
        beginsWithBoundary = beginsWithBoundary(k, beginsWithBoundary);
        lower[k] =
            new KneserNeyLevel(grams[k], contexts, lowerCounts(grams[k], beginsWithBoundary));
      }
    }
  }

  /** The highest order. */
  public int order() {
    return order;
  }

  /** Mean bits per target of the model of the highest order. */
  public double bitsPerSymbol(Iterable<int[]> texts) {
    return bitsPerSymbolByOrder(texts)[order];
  }

  /** The bits per symbol of the uniform model and of every order, as floors with their names. */
  public List<Floor> floors(Iterable<int[]> texts) {
    double[] bits = bitsPerSymbolByOrder(texts);
    List<Floor> floors = new ArrayList<>();
    floors.add(new Floor("uniform over " + vocabularySize + " symbols", bits[0]));
    for (int n = 1; n <= order; n++) {
      floors.add(new Floor("Kneser–Ney order " + n, bits[n]));
    }
    return floors;
  }

  /**
   * Mean bits per target of the models of order 1, 2 … {@link #order()}; at 0 of the uniform one.
   */
  public double[] bitsPerSymbolByOrder(Iterable<int[]> texts) {
    double[] bits = new double[order + 1];
    long targets = 0;
    for (int[] text : texts) {
      probabilities(
          text,
          (position, probabilities) -> {
            for (int n = 0; n <= order; n++) {
              bits[n] -= StrictMath.log(probabilities[n]);
            }
          });
      targets += Math.max(0, text.length - 1);
    }
    if (targets == 0) {
      throw new IllegalArgumentException(
          "the texts have no target: at least one of two symbols or more is needed");
    }
    for (int n = 0; n <= order; n++) {
      bits[n] /= targets * StrictMath.log(2);
    }
    return bits;
  }

  /** Sees the targets of a text. */
  @FunctionalInterface
  public interface TargetVisitor {
    /**
     * One target, a text's second symbol first.
     *
     * @param position of the target in the text, from 1
     * @param byOrder p(target | the text before) by the models of order 0 (uniform), 1, 2 …; used
     *     again for the next target
     */
    void target(int position, double[] byOrder);
  }

  /** Shows every target of a text with its probabilities, in their order. */
  public void probabilities(int[] text, TargetVisitor visitor) {
    checkSymbols(text, vocabularySize);
    double[] byOrder = new double[order + 1];
    GramWindow window = new GramWindow(grams);
    for (int i = 0; i < text.length; i++) {
      if (i > 0) {
        probabilities(window, text[i], byOrder);
        visitor.target(i, byOrder);
      }
      window.read(text[i]);
    }
  }

  /**
   * p(symbol | context) by the model of the highest order.
   *
   * @param context the text's symbols before, from its first one on; must not be empty
   */
  public double probability(int[] context, int symbol) {
    return probability(context, symbol, order);
  }

  /** p(symbol | context) by the model of the given order. */
  public double probability(int[] context, int symbol, int order) {
    if (order < 0 || order > this.order) {
      throw new IllegalArgumentException(
          "order must be from 0 to " + this.order + ", got " + order);
    }
    if (context.length == 0) {
      throw new IllegalArgumentException("context must hold the text's first symbol, got none");
    }
    checkSymbols(context, vocabularySize);
    checkSymbols(new int[] {symbol}, vocabularySize);
    GramWindow window = new GramWindow(grams);
    for (int before : context) {
      window.read(before);
    }
    double[] probabilities = new double[this.order + 1];
    probabilities(window, symbol, probabilities);
    return probabilities[order];
  }

  /** Fills in p(symbol | the window) by the models of order 0 … {@link #order}. */
  private void probabilities(GramWindow window, int symbol, double[] into) {
    double below = 1.0 / vocabularySize;
    into[0] = below;
    for (int k = 1; k <= order; k++) {
      if (!window.reaches(k - 1)) { // the text is too short for this order as yet
        into[k] = below;
        continue;
      }
      int context = window.ending(k - 1);
      int gram = grams[k].find(context, symbol);
      into[k] = highest[k].probability(context, gram, below);
      if (k < order) {
        below = lower[k].probability(context, gram, below);
      }
    }
  }

  private static GramTable[] count(Iterable<int[]> texts, int order, int vocabularySize) {
    GramTable[] grams = new GramTable[order + 1];
    Arrays.setAll(grams, k -> new GramTable());
    GramWindow window = new GramWindow(grams);
    long targets = 0;
    for (int[] text : texts) {
      checkSymbols(text, vocabularySize);
      targets += Math.max(0, text.length - 1);
      if (targets > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "n-gram models count at most " + Integer.MAX_VALUE + " symbols: train on fewer texts");
      }
      window.clear();
      for (int symbol : text) {
        window.count(symbol);
      }
    }
    if (targets == 0) {
      throw new IllegalArgumentException(
          "the texts have no target: at least one of two symbols or more is needed");
    }
    return grams;
  }

  private static int[] occurrences(GramTable grams) {
    int[] counts = new int[grams.size()];
    Arrays.setAll(counts, grams::occurrences);
    return counts;
  }

  /** Nothing stands before a boundary, so a gram that begins with it keeps its occurrences. */
  private static int[] lowerCounts(GramTable grams, boolean[] beginsWithBoundary) {
    int[] counts = new int[grams.size()];
    Arrays.setAll(
        counts,
        gram -> beginsWithBoundary[gram] ? grams.occurrences(gram) : grams.precedingSymbols(gram));
    return counts;
  }

  /** By gram of k symbols, from that of its context; a boundary alone is a text's end. */
  private boolean[] beginsWithBoundary(int k, boolean[] contexts) {
    boolean[] begins = new boolean[grams[k].size()];
    int boundary = grams[1].find(0, BOUNDARY);
    for (int gram = 0; k > 1 && gram < begins.length; gram++) {
      int context = grams[k].context(gram);
      begins[gram] = k == 2 ? context == boundary : contexts[context];
    }
    return begins;
  }

  private static void checkSymbols(int[] symbols, int vocabularySize) {
    for (int symbol : symbols) {
      if (symbol < 0 || symbol >= vocabularySize) {
        throw new IllegalArgumentException(
            "symbol " + symbol + " is outside of the vocabulary, 0 to " + (vocabularySize - 1));
      }
    }
  }
}
