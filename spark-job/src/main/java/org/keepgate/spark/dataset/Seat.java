package org.keepgate.spark.dataset;

import java.io.Serializable;

/**
 * Where a sequence is dealt to: its worker, and its position among the sequences of all workers.
 */
final class Seat implements Serializable, Comparable<Seat> {
  private static final long serialVersionUID = 1L;

  private final int worker;
  private final long position;

  Seat(int worker, long position) {
    this.worker = worker;
    this.position = position;
  }

  int worker() {
    return worker;
  }

  @Override
  public int compareTo(Seat other) {
    int byWorker = Integer.compare(worker, other.worker);
    return byWorker != 0 ? byWorker : Long.compare(position, other.position);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Seat seat && compareTo(seat) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * worker + Long.hashCode(position);
  }
}
