package org.keepgate.sequence;

/** Where a sequence has its targets. */
public enum Readout {
  /** At every step (single steps may be without one). */
  EVERY_STEP,
  /**
   * At the last step only: one for the sequence. Of two directions each is then read where it ends:
   * the layer in reverse at the sequence's first step.
   */
  LAST_STEP
}
