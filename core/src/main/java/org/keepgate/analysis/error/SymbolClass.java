package org.keepgate.analysis.error;

import org.keepgate.sequence.Vocabulary;

/** Kinds of symbols of a text that are easy or hard to foretell for different reasons. */
public enum SymbolClass {
  SMALL_LETTER("small letters"),
  CAPITAL_LETTER("capital letters"),
  DIGIT("digits"),
  SPACE("spaces and tabs"),
  NEWLINE("line ends"),
  QUOTE("quotes"),
  BRACKET("brackets"),
  PUNCTUATION("punctuation"),
  OTHER("other signs"),
  BOUNDARY("ends of texts"),
  UNKNOWN("symbols without a number");

  private static final String QUOTES = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb";
  private static final String BRACKETS = "()[]{}<>";
  private static final String MARKS = ".,;:!?-\u2013\u2014\u2026";

  private final String words;

  SymbolClass(String words) {
    this.words = words;
  }

  /** As a reader sees it, in the plural. */
  public String words() {
    return words;
  }

  /** Of a symbol of a vocabulary; a word is of the class of its first character. */
  public static SymbolClass of(String symbol) {
    if (symbol.equals(Vocabulary.BOUNDARY)) {
      return BOUNDARY;
    }
    if (symbol.equals(Vocabulary.UNKNOWN) || symbol.isEmpty()) {
      return UNKNOWN;
    }
    return of(symbol.codePointAt(0));
  }

  private static SymbolClass of(int codePoint) {
    if (Character.isLetter(codePoint)) {
      return Character.isUpperCase(codePoint) ? CAPITAL_LETTER : SMALL_LETTER;
    }
    if (Character.isDigit(codePoint)) {
      return DIGIT;
    }
    if (codePoint == '\n' || codePoint == '\r') {
      return NEWLINE;
    }
    if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
      return SPACE;
    }
    if (QUOTES.indexOf(codePoint) >= 0) {
      return QUOTE;
    }
    if (BRACKETS.indexOf(codePoint) >= 0) {
      return BRACKET;
    }
    return MARKS.indexOf(codePoint) >= 0 ? PUNCTUATION : OTHER;
  }

  /** Of every symbol, by number. */
  static SymbolClass[] of(Vocabulary vocabulary) {
    return vocabulary.symbols().stream().map(SymbolClass::of).toArray(SymbolClass[]::new);
  }
}
