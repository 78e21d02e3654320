package org.keepgate.network;

import java.util.Arrays;

/**
 * The packed rows of a minibatch sorted by their symbol (a counting sort). Gathering and scattering
 * visit each symbol once: a row of a weight table is read, or written, once however often its
 * symbol occurs.
 */
final class SymbolGroups {
  private final int[] ends; // end of each symbol's run in rows, after group()
  private int[] rows = new int[0];

  SymbolGroups(int symbols) {
    ends = new int[symbols];
  }

  void group(int[] symbols, int count) {
    if (rows.length < count) {
      rows = new int[count];
    }
    Arrays.fill(ends, 0);
    for (int n = 0; n < count; n++) {
      ends[symbols[n]]++;
    }
    int start = 0;
    for (int symbol = 0; symbol < ends.length; symbol++) {
      int size = ends[symbol];
      ends[symbol] = start;
      start += size;
    }
    for (int n = 0; n < count; n++) {
      rows[ends[symbols[n]]++] = n;
    }
  }

  int symbols() {
    return ends.length;
  }

  /** First position of a symbol's rows. */
  int begin(int symbol) {
    return symbol == 0 ? 0 : ends[symbol - 1];
  }

  /** Position after a symbol's last row. */
  int end(int symbol) {
    return ends[symbol];
  }

  /** The packed row at a position. */
  int row(int position) {
    return rows[position];
  }
}
