package org.keepgate.head;

import java.util.ArrayList;
import java.util.List;

/**
 * The symbols of a vocabulary, which are sorted by falling frequency, cut into runs: the classes of
 * a class-factored softmax (Goodman, 2001; Mikolov et al., 2011). Frequent symbols get small
 * classes, so that a symbol's class is small on average.
 */
public final class SymbolClasses {
  private final int[] starts; // [classes + 1]

  private SymbolClasses(int[] starts) {
    this.starts = starts;
  }

  /**
   * The classes that options ask for.
   *
   * @throws IllegalArgumentException when their first symbols do not rise from 0 to below {@code
   *     symbols}
   */
  public static SymbolClasses of(HeadOptions options, int symbols) {
    List<Integer> first =
        options.symbolClasses().isEmpty()
            ? byRank(symbols, (int) Math.ceil(Math.sqrt(symbols)))
            : options.symbolClasses();
    int[] starts = new int[first.size() + 1];
    for (int c = 0; c < first.size(); c++) {
      starts[c] = first.get(c);
      boolean rises = c == 0 ? starts[0] == 0 : starts[c] > starts[c - 1];
      if (!rises || starts[c] >= symbols) {
        throw new IllegalArgumentException(
            "symbolClasses: the first symbols of classes rise from 0 to below "
                + symbols
                + ", got "
                + first.get(c)
                + " for class "
                + c);
      }
    }
    starts[first.size()] = symbols;
    return new SymbolClasses(starts);
  }

  /**
   * First symbols of at most {@code classes} classes that have equal shares of Σ √frequency each
   * (Mikolov, 2012).
   *
   * @param counts of each symbol; most useful when they fall
   */
  public static List<Integer> bySquareRoot(long[] counts, int classes) {
    double[] shares = new double[counts.length];
    for (int k = 0; k < counts.length; k++) {
      shares[k] = Math.sqrt((double) counts[k]);
    }
    return equalShares(shares, classes);
  }

  /** The same when only the order of the symbols is known: frequencies as 1/rank (Zipf). */
  public static List<Integer> byRank(int symbols, int classes) {
    double[] shares = new double[symbols];
    for (int k = 0; k < symbols; k++) {
      shares[k] = 1 / Math.sqrt(k + 1.0);
    }
    return equalShares(shares, classes);
  }

  private static List<Integer> equalShares(double[] shares, int classes) {
    if (classes <= 0 || shares.length == 0) {
      throw new IllegalArgumentException(
          "a vocabulary of "
              + shares.length
              + " symbols cannot be cut into "
              + classes
              + " classes; expected at least one of both");
    }
    double total = 0;
    for (double share : shares) {
      total += share;
    }
    List<Integer> starts = new ArrayList<>();
    double before = 0;
    for (int k = 0; k < shares.length; k++) {
      if (k == 0 || before >= starts.size() * total / classes) {
        starts.add(k);
      }
      before += shares[k];
    }
    return List.copyOf(starts.subList(0, Math.min(classes, starts.size())));
  }

  /** Number of classes. */
  public int count() {
    return starts.length - 1;
  }

  /** First symbol of a class. */
  public int first(int symbolClass) {
    return starts[symbolClass];
  }

  /** Symbols of a class. */
  public int size(int symbolClass) {
    return starts[symbolClass + 1] - starts[symbolClass];
  }

  /** Symbols of the largest class. */
  public int largest() {
    int largest = 0;
    for (int c = 0; c < count(); c++) {
      largest = Math.max(largest, size(c));
    }
    return largest;
  }

  /** The class of every symbol. */
  public int[] ofSymbols() {
    int[] classes = new int[starts[count()]];
    for (int c = 0; c < count(); c++) {
      for (int symbol = starts[c]; symbol < starts[c + 1]; symbol++) {
        classes[symbol] = c;
      }
    }
    return classes;
  }
}
