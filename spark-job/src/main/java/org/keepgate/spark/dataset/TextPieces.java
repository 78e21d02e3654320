package org.keepgate.spark.dataset;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Vocabulary;

/**
 * A text as sequences of at most 65,536 symbols, read as they are asked for.
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

  private static final int BOUNDARY = 0;

  private final TextRange range;
  private final TextSymbols text;
  private final Vocabulary vocabulary;
  private final int[] piece = new int[LONGEST];
  private long position; // symbols of the range read
  private int previous = BOUNDARY;
  private boolean ended;

  TextPieces(TextRange range, TextSymbols text, Vocabulary vocabulary) {
    this.range = range;
    this.text = text;
    this.vocabulary = vocabulary;
    for (long i = 0; i < range.from(); i++) {
      text.next();
    }
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
    String key = String.format("%s@%012d", range.file().path(), range.from() + position);
    int size = 0;
    piece[size++] = previous;
    while (size < LONGEST && !ended) {
      String symbol = nextSymbol();
      ended = symbol == null;
      piece[size++] = symbol == null ? BOUNDARY : vocabulary.number(symbol);
    }
    previous = piece[size - 1];
    return Sequence.ofSymbols(key, Arrays.copyOf(piece, size));
  }

  private @Nullable String nextSymbol() {
    if (range.from() + position >= range.to()) {
      return null;
    }
    String symbol = text.next();
    position += symbol == null ? 0 : 1;
    return symbol;
  }
}
