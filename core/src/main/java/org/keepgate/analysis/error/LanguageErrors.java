package org.keepgate.analysis.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.NgramModel;
import org.keepgate.sequence.Vocabulary;

/**
 * Where a language model's loss is: by place in the text that it has read without a break, by kind
 * of symbol, beside n-gram models on the same targets; and, of characters, what would remove its
 * errors ({@link ErrorOracles}).
 *
 * <p>Texts are added piece by piece, in their order; a piece is where the network has begun without
 * a state, and the n-grams without a context. Memory: the words begun so far, nothing else that
 * grows.
 */
public final class LanguageErrors {
  private final SymbolClass[] classes; // by symbol
  private final boolean[] inWords; // by symbol
  private final @Nullable NgramModel ngrams;
  private final @Nullable WordCounts words;
  private final int orders;
  private final LossSums all;
  private final List<LossSums> byPosition = new ArrayList<>(); // [k]: positions 2^k … 2^(k+1) − 1
  private final Map<SymbolClass, LossSums> byClass = new EnumMap<>(SymbolClass.class);
  private final ErrorOracles oracles;
  private final Map<Long, Long> begun = new HashMap<>(); // beginning of a word → where, last
  private long before; // symbols of the pieces before

  /**
   * Nothing added yet.
   *
   * @param ngrams trained on other text; null: no comparison
   * @param words of the training text; null: not known
   */
  public LanguageErrors(
      Vocabulary vocabulary, @Nullable NgramModel ngrams, @Nullable WordCounts words) {
    this.classes = SymbolClass.of(vocabulary);
    this.inWords = WordCounts.inWords(vocabulary);
    this.ngrams = ngrams;
    this.words = words;
    this.orders = ngrams == null ? -1 : ngrams.order();
    this.all = new LossSums(orders);
    this.oracles = new ErrorOracles(orders, words != null);
  }

  /**
   * Adds a piece.
   *
   * @param symbols one more than there are targets
   * @param nats −ln of the probability of each target: {@code nats[t]} of {@code symbols[t + 1]}
   */
  public void add(int[] symbols, float[] nats) {
    if (nats.length != Math.max(0, symbols.length - 1)) {
      throw new IllegalArgumentException(
          symbols.length + " symbols have a target less, got " + nats.length + " losses");
    }
    int[] wordCounts = words == null ? null : words.countAt(symbols);
    Targets targets = new Targets(symbols, nats, wordCounts);
    if (ngrams == null) {
      for (int t = 1; t < symbols.length; t++) {
        targets.target(t, new double[0]);
      }
    } else {
      ngrams.probabilities(symbols, targets);
    }
    before += nats.length;
  }

  /** The targets of one piece. */
  private final class Targets implements NgramModel.TargetVisitor {
    private final int[] symbols;
    private final float[] nats;
    private final int @Nullable [] wordCounts;
    private final double[] ngramNats = new double[orders + 1];
    private long word; // the word so far, with the symbol before the target; 0: none

    Targets(int[] symbols, float[] nats, int @Nullable [] wordCounts) {
      this.symbols = symbols;
      this.nats = nats;
      this.wordCounts = wordCounts;
    }

    @Override
    public void target(int t, double[] byOrder) {
      boolean ngramRight = false;
      for (int n = 0; n < byOrder.length; n++) {
        ngramNats[n] = -StrictMath.log(byOrder[n]);
        ngramRight |= n > 0 && !ErrorOracles.isError(byOrder[n]);
      }
      double lossNats = nats[t - 1];
      double probability = StrictMath.exp(-lossNats);
      SymbolClass kind = classes[symbols[t]];
      for (LossSums sums : List.of(all, position(t), ofClass(kind))) {
        sums.add(probability, lossNats, ngramNats);
      }
      int lastSeen = lastSeen(t);
      if (ErrorOracles.isError(probability)) {
        int count = wordCounts == null ? WordCounts.NO_WORD : wordCounts[t];
        SymbolClass last = classes[symbols[t - 1]];
        oracles.add(new ErrorOracles.Place(probability, ngramRight, lastSeen, count, last, kind));
      }
    }

    /** Reads the target into the word; how long ago one began in the same way. */
    private int lastSeen(int t) {
      int first = symbols[t - 1];
      word = word == 0 && inWords[first] ? WordCounts.extended(0, first) : word; // a piece's first
      if (!inWords[symbols[t]]) {
        word = 0;
        return Integer.MAX_VALUE;
      }
      boolean known = word != 0;
      word = WordCounts.extended(word, symbols[t]);
      Long place = begun.put(word, before + t);
      return !known || place == null
          ? Integer.MAX_VALUE
          : (int) Math.min(Integer.MAX_VALUE, before + t - place);
    }
  }

  private LossSums position(int position) {
    int power = 31 - Integer.numberOfLeadingZeros(position);
    while (byPosition.size() <= power) {
      byPosition.add(new LossSums(orders));
    }
    return byPosition.get(power);
  }

  private LossSums ofClass(SymbolClass kind) {
    return byClass.computeIfAbsent(kind, unseen -> new LossSums(orders));
  }

  /** All targets. */
  public LossSums all() {
    return all;
  }

  /**
   * By the number of symbols that the network has read since it began without a state: entry k has
   * the targets after 2^k … 2^(k+1) − 1 symbols.
   */
  public List<LossSums> byPosition() {
    return Collections.unmodifiableList(byPosition);
  }

  /** By the kind of the target; only kinds that occur. */
  public Map<SymbolClass, LossSums> byClass() {
    return Collections.unmodifiableMap(byClass);
  }

  /** What would remove the errors; of use for characters only. */
  public ErrorOracles oracles() {
    return oracles;
  }
}
