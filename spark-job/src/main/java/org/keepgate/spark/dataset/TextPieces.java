package org.keepgate.spark.dataset;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Vocabulary;

/**
 * A text as sequences of at most so many symbols, read as they are asked for.
 *
 * <pre>
 *   text    s1 … sn         0 is the boundary, before its first and after its last symbol
 *   pieces  0 s1 … sk | sk s(k+1) … | … sn 0
 * </pre>
 *
 * <p>A piece begins with the symbol before it, so that every symbol is a target once. Its key is
 * the path and the number of targets before it.
 */
final class TextPieces implements Iterator<Sequence> {
  static final int LONGEST = 65_536;

  private static final int SHORTEST = 4096; // what is cut off from what came before it is little
  private static final int PIECES_OF_A_SHARE = 16;
  private static final int BOUNDARY = 0;

  private final String name;
  private final long from;
  private final long to;
  private final TextSymbols text;
  private final Vocabulary vocabulary;
  private final int[] piece;
  private long position; // symbols read from there on
  private int previous = BOUNDARY;
  private boolean ended;

  /**
   * @param longest symbols of a piece, the one before it included
   */
  TextPieces(TextRange range, TextSymbols text, Vocabulary vocabulary, int longest) {
    this(range.file().path(), range.from(), range.to(), text, vocabulary, longest);
    for (long i = 0; i < from; i++) {
      text.next();
    }
  }

  private TextPieces(
      String name, long from, long to, TextSymbols text, Vocabulary vocabulary, int longest) {
    this.name = name;
    this.from = from;
    this.to = to;
    this.piece = new int[longest];
    this.text = text;
    this.vocabulary = vocabulary;
  }

  /**
   * A whole text that is in memory.
   *
   * @param name stands in the keys in place of a path
   */
  static TextPieces ofWhole(String name, List<String> text, Vocabulary vocabulary, int longest) {
    int needed = Math.min(longest, text.size() + 2); // a boundary before it, and one after it
    return new TextPieces(name, 0, Long.MAX_VALUE, TextSymbols.of(text), vocabulary, needed);
  }

  /**
   * How long pieces may be if so many workers are to have even shares: a sixteenth of a share, but
   * neither longer nor shorter than is good for a text.
   */
  static int longest(long symbols, int numWorkers) {
    long part = symbols / ((long) PIECES_OF_A_SHARE * numWorkers);
    return numWorkers == 1 ? LONGEST : (int) Math.max(SHORTEST, Math.min(LONGEST, part));
  }

  /** The path in a piece's key. */
  static String path(String key) {
    return key.substring(0, key.lastIndexOf('@'));
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public Sequence next() {
    if (ended) {
      throw new NoSuchElementException();
    }
    String key = name + "@" + NumberText.place(from + position);
    int size = 0;
    piece[size++] = previous;
    while (size < piece.length && !ended) {
      String symbol = nextSymbol();
      ended = symbol == null;
      piece[size++] = symbol == null ? BOUNDARY : vocabulary.number(symbol);
    }
    previous = piece[size - 1];
    return Sequence.ofSymbols(key, Arrays.copyOf(piece, size));
  }

  private @Nullable String nextSymbol() {
    if (from + position >= to) {
      return null;
    }
    String symbol = text.next();
    position += symbol == null ? 0 : 1;
    return symbol;
  }
}
