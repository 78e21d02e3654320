package org.keepgate.analysis.unit;

/**
 * Reads a text code point by code point and tells every {@link TextFeature} of the place behind the
 * last one.
 *
 * <p>It knows no language: quotes are double ones (a backslash before one in the same quotes hides
 * it), comments those of C, Java and HTML. What nothing closes must not spoil the rest of a text:
 * an empty line ends quotes and round brackets.
 */
public final class TextScanner {
  private static final int TAB_WIDTH = 8;

  private int linePosition;
  private int indentation;
  private boolean indenting;
  private int paragraphLine;
  private int sentencePosition;
  private int wordLength;
  private int round;
  private int curly;
  private int square;
  private boolean quoted;
  private Comment comment = Comment.NONE;
  private int last;
  private int beforeLast;
  private int thirdLast;

  private enum Comment {
    NONE,
    TO_LINE_END,
    TO_STAR_SLASH,
    TO_ARROW
  }

  /** At the beginning of a text. */
  public TextScanner() {
    begin();
  }

  /** Forgets everything: a new text begins. */
  public void begin() {
    linePosition = 0;
    indentation = 0;
    indenting = true;
    paragraphLine = 0;
    sentencePosition = 0;
    wordLength = 0;
    round = 0;
    curly = 0;
    square = 0;
    quoted = false;
    comment = Comment.NONE;
    last = '\n';
    beforeLast = '\n';
    thirdLast = '\n';
  }

  /** Reads all code points of a text. */
  public void read(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      read(codePoint);
      i += Character.charCount(codePoint);
    }
  }

  /** Reads a code point. */
  public void read(int codePoint) {
    readLine(codePoint);
    boolean ends = last == '.' || last == '!' || last == '?';
    sentencePosition = ends && Character.isWhitespace(codePoint) ? 0 : sentencePosition + 1;
    wordLength = Character.isLetter(codePoint) ? wordLength + 1 : 0;
    boolean outside = comment == Comment.NONE;
    readComment(codePoint);
    if (outside && comment == Comment.NONE) {
      readQuote(codePoint);
      if (!quoted) {
        readBracket(codePoint);
      }
    }
    thirdLast = beforeLast;
    beforeLast = last;
    last = last == '\\' && codePoint == '\\' ? 0 : codePoint; // two make one that hides nothing
  }

  private void readLine(int codePoint) {
    if (codePoint == '\n') {
      boolean empty = linePosition == indentation;
      paragraphLine = empty ? 0 : paragraphLine + 1;
      if (linePosition == 0 && last == '\n') {
        quoted = false;
        round = 0;
      }
      linePosition = 0;
      indentation = 0;
      indenting = true;
      return;
    }
    linePosition++;
    indenting &= codePoint == ' ' || codePoint == '\t';
    if (indenting) {
      int width = codePoint == '\t' ? TAB_WIDTH : 1;
      linePosition += width - 1;
      indentation += width;
    }
  }

  private void readComment(int codePoint) {
    switch (comment) {
      case NONE -> {
        if (!quoted) {
          comment = beginning(codePoint);
        }
      }
      case TO_LINE_END -> comment = codePoint == '\n' ? Comment.NONE : comment;
      case TO_STAR_SLASH -> comment = last == '*' && codePoint == '/' ? Comment.NONE : comment;
      case TO_ARROW ->
          comment = beforeLast == '-' && last == '-' && codePoint == '>' ? Comment.NONE : comment;
    }
  }

  private Comment beginning(int codePoint) {
    if (last == '/' && codePoint == '*') {
      return Comment.TO_STAR_SLASH;
    }
    if (last == '/' && codePoint == '/' && beforeLast != ':') { // no address
      return Comment.TO_LINE_END;
    }
    boolean arrow = thirdLast == '<' && beforeLast == '!' && last == '-' && codePoint == '-';
    return arrow ? Comment.TO_ARROW : Comment.NONE;
  }

  private void readQuote(int codePoint) {
    boolean hidden = last == '\\' && quoted;
    boolean character = last == '\'' && !quoted; // '"' of C and Java
    switch (codePoint) {
      case '"' -> quoted = (hidden || character) ? quoted : !quoted;
      case '\u201c', '\u00ab' -> quoted = true;
      case '\u201d', '\u00bb' -> quoted = false;
      default -> {}
    }
  }

  private void readBracket(int codePoint) {
    switch (codePoint) {
      case '(' -> round++;
      case ')' -> round = Math.max(0, round - 1);
      case '{' -> curly++;
      case '}' -> curly = Math.max(0, curly - 1);
      case '[' -> square++;
      case ']' -> square = Math.max(0, square - 1);
      default -> {}
    }
  }

  /** The value of a feature behind what was read; 0 or 1 where it is binary. */
  public int value(TextFeature feature) {
    return switch (feature) {
      case LINE_POSITION -> linePosition;
      case INDENTATION -> indentation;
      case PARAGRAPH_LINE -> paragraphLine;
      case SENTENCE_POSITION -> sentencePosition;
      case WORD_LENGTH -> wordLength;
      case BRACKET_DEPTH -> round + curly + square;
      case IN_ROUND_BRACKETS -> of(round > 0);
      case IN_CURLY_BRACKETS -> of(curly > 0);
      case IN_QUOTES -> of(quoted);
      case IN_COMMENT -> of(comment != Comment.NONE);
      case IN_WORD -> of(Character.isLetter(last));
      case IN_NUMBER -> of(Character.isDigit(last));
      case IN_CAPITALS -> of(Character.isUpperCase(last));
    };
  }

  private static int of(boolean claim) {
    return claim ? 1 : 0;
  }
}
