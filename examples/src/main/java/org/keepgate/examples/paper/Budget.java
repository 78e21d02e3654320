package org.keepgate.examples.paper;

/** When a trial that does not succeed is given up. */
final class Budget {
  private final long maxSequences;
  private final long deadline;

  /** Limits of a trial that starts now. */
  Budget(long maxSequences, double minutes) {
    this.maxSequences = maxSequences;
    deadline = System.nanoTime() + (long) (minutes * 60e9);
  }

  boolean allows(long sequences) {
    return sequences < maxSequences && (sequences % 64 != 0 || System.nanoTime() < deadline);
  }
}
