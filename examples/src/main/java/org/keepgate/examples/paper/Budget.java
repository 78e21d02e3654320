package org.keepgate.examples.paper;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * When a trial that does not succeed is given up: after so many sequences, or so much time of the
 * processor, which other programs do not shorten. Belongs to the thread that made it.
 */
final class Budget {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long maxSequences;
  private final long deadline;

  /** Limits of a trial that starts now, on this thread. */
  Budget(long maxSequences, double minutes) {
    this.maxSequences = maxSequences;
    deadline = THREADS.getCurrentThreadCpuTime() + (long) (minutes * 60e9);
  }

  boolean allows(long sequences) {
    return sequences < maxSequences
        && (sequences % 64 != 0 || THREADS.getCurrentThreadCpuTime() < deadline);
  }
}
