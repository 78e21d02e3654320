package org.keepgate.sequence;

/** What a network is to say about a sequence. */
public enum TargetKind {
  /** The symbol that follows: the input is its own target, one step later. */
  NEXT_SYMBOL,
  /** One class out of several. */
  CLASS,
  /** Real numbers. */
  VALUES
}
