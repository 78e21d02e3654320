package org.keepgate.spark.trainer;

import java.io.Serializable;

/**
 * Where a worker's piece belongs: pieces in their order, those of a piece in the order of the
 * workers. The reports of the workers come before all pieces.
 */
final class SliceKey implements Serializable, Comparable<SliceKey> {
  private static final long serialVersionUID = 1L;

  private static final int REPORT = -1;

  private final int piece;
  private final int worker;

  private SliceKey(int piece, int worker) {
    this.piece = piece;
    this.worker = worker;
  }

  static SliceKey ofReport(int worker) {
    return new SliceKey(REPORT, worker);
  }

  static SliceKey ofPiece(int piece, int worker) {
    return new SliceKey(piece, worker);
  }

  boolean isReport() {
    return piece == REPORT;
  }

  int piece() {
    return piece;
  }

  @Override
  public int compareTo(SliceKey other) {
    int order = Integer.compare(piece, other.piece);
    return order != 0 ? order : Integer.compare(worker, other.worker);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SliceKey key && key.piece == piece && key.worker == worker;
  }

  @Override
  public int hashCode() {
    return 31 * piece + worker;
  }

  @Override
  public String toString() {
    return (isReport() ? "report" : "piece " + piece) + " of worker " + worker;
  }
}
