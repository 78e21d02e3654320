package org.keepgate.network;

import java.util.Arrays;

/**
 * Which packed rows of a minibatch have a target, in the order that suits the head: the gathered
 * rows. Nothing is computed for the others.
 */
final class TargetRows {
  private final int[] packedRows; // of each gathered row
  private final int[] places; // of each packed row among the gathered, −1: none
  private int packedCount;
  private int count;
  private boolean inOrder; // so far the gathered rows are the packed ones, one by one

  TargetRows(int capacity) {
    packedRows = new int[capacity];
    places = new int[capacity];
  }

  /** Begins a minibatch of so many packed rows. */
  void begin(int newPackedCount) {
    packedCount = newPackedCount;
    count = 0;
    inOrder = true;
    Arrays.fill(places, 0, packedCount, -1);
  }

  /** Adds the next row. */
  void add(int packedRow) {
    inOrder &= packedRow == count;
    packedRows[count] = packedRow;
    places[packedRow] = count++;
  }

  /** Most rows. */
  int capacity() {
    return places.length;
  }

  /** Gathered rows. */
  int count() {
    return count;
  }

  /** All packed rows. */
  int packedCount() {
    return packedCount;
  }

  /** Whether the gathered rows are the packed rows as they stand: nothing need be copied. */
  boolean areThePackedRows() {
    return inOrder && count == packedCount;
  }

  /** The packed row that was gathered m-th. */
  int packedRow(int m) {
    return packedRows[m];
  }

  /**
   * Where a packed row is among the gathered ones.
   *
   * @throws IllegalArgumentException when it has no target
   */
  int place(int packedRow) {
    int place = packedRow < packedCount ? places[packedRow] : -1;
    if (place < 0) {
      throw new IllegalArgumentException(
          "packed row " + packedRow + " has no target, so no output");
    }
    return place;
  }
}
