package org.keepgate.sequence;

/** What a network is to say about a sequence. */
public enum TargetKind {
  /** The symbol that follows: the input is its own target, one step later. */
  NEXT_SYMBOL,
  /** One class out of several. */
  CLASS,
  /** Real numbers. */
  VALUES,
  /** Any number of labels at once: 0 or 1 for each label (notes that sound together). */
  LABELS,
  /**
   * A list of labels for the sequence, in their order but without their places (the letters of a
   * line of handwriting): no longer than the sequence.
   */
  LABEL_SEQUENCE;

  /** Whether a target is a row of numbers, one for each output, each of them possibly missing. */
  public boolean hasValues() {
    return this == VALUES || this == LABELS;
  }
}
