package org.keepgate.spark.dataset;

import java.io.Serializable;

/** A file of text, or the stretch of its symbols that belongs to one part. */
final class TextRange implements Serializable {
  private static final long serialVersionUID = 1L;

  private final InputFile file;
  private final long from;
  private final long to;

  private TextRange(InputFile file, long from, long to) {
    this.file = file;
    this.from = from;
    this.to = to;
  }

  /** The whole file. */
  static TextRange whole(InputFile file) {
    return new TextRange(file, 0, Long.MAX_VALUE);
  }

  /** Symbols {@code from} … {@code to − 1}. */
  static TextRange of(InputFile file, long from, long to) {
    return new TextRange(file, from, to);
  }

  InputFile file() {
    return file;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }
}
