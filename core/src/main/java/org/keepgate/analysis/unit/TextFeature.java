package org.keepgate.analysis.unit;

/** What a place in a text can be told by, once its symbol has been read. */
public enum TextFeature {
  LINE_POSITION("position in the line", false),
  INDENTATION("indentation of the line", false),
  PARAGRAPH_LINE("lines since an empty one", false),
  SENTENCE_POSITION("symbols since . ! or ?", false),
  WORD_LENGTH("letters of the word so far", false),
  BRACKET_DEPTH("depth of brackets", false),
  IN_ROUND_BRACKETS("inside ( )", true),
  IN_CURLY_BRACKETS("inside { }", true),
  IN_QUOTES("inside quotes", true),
  IN_COMMENT("inside a comment", true),
  IN_WORD("in a word", true),
  IN_NUMBER("in a number", true),
  IN_CAPITALS("after a capital letter", true);

  private final String words;
  private final boolean binary;

  TextFeature(String words, boolean binary) {
    this.words = words;
    this.binary = binary;
  }

  /** As a reader sees it. */
  public String words() {
    return words;
  }

  /** Whether it is 0 or 1; else it is a number from 0 on. */
  public boolean isBinary() {
    return binary;
  }
}
