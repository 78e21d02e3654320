package org.keepgate.analysis;

import java.util.Arrays;

/**
 * The distinct symbol runs of one length ("grams"), numbered 0, 1, 2 … in the order of their first
 * occurrence.
 *
 * <p>A gram is named by its context, i.e. the number of the gram one symbol shorter, and its last
 * symbol. So the pair fits a {@code long} for any vocabulary and any length, nothing is hashed away
 * and two grams never share a number. Open addressing; about 24 bytes a gram.
 */
final class GramTable {
  /** What {@link #find} returns for a gram that does not occur. */
  static final int ABSENT = -1;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int FIRST_SLOTS = 64;

  private long[] keys = new long[FIRST_SLOTS / 2]; // by number: context << 32 | symbol
  private int[] slots = new int[FIRST_SLOTS]; // number + 1, 0 = free
  private int[] occurrences = new int[FIRST_SLOTS / 2];
  private int[] precedingSymbols = new int[FIRST_SLOTS / 2];
  private int size;

  /** Returns the number of the gram, giving it the next one if it is new. */
  int add(int context, int symbol) {
    long key = key(context, symbol);
    int slot = slot(key);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == keys.length) {
      grow();
      slot = slot(key);
    }
    keys[size] = key;
    slots[slot] = ++size;
    return size - 1;
  }

  /** Returns the number of the gram, or {@link #ABSENT}; an absent context has no grams. */
  int find(int context, int symbol) {
    return context == ABSENT ? ABSENT : slots[slot(key(context, symbol))] - 1;
  }

  void countOccurrence(int gram) {
    occurrences[gram]++;
  }

  void countPrecedingSymbol(int gram) {
    precedingSymbols[gram]++;
  }

  int size() {
    return size;
  }

  int context(int gram) {
    return (int) (keys[gram] >>> 32);
  }

  /** How often the gram occurs (0: only as a context at a text's start). */
  int occurrences(int gram) {
    return occurrences[gram];
  }

  /** How many distinct symbols stand before the gram. */
  int precedingSymbols(int gram) {
    return precedingSymbols[gram];
  }

  private static long key(int context, int symbol) {
    return ((long) context << 32) | symbol; // symbols are not negative
  }

  /** The slot that holds the key, or the free slot where it belongs. */
  private int slot(long key) {
    int mask = slots.length - 1;
    long mixed = (key ^ (key >>> 29)) * GOLDEN;
    int slot = (int) (mixed >>> 32) & mask;
    while (slots[slot] != 0 && keys[slots[slot] - 1] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    if (slots.length == 1 << 30) {
      throw new IllegalStateException(
          "more than "
              + size
              + " distinct n-grams of one length do not fit: choose a lower order or fewer texts");
    }
    int capacity = keys.length * 2;
    keys = Arrays.copyOf(keys, capacity);
    occurrences = Arrays.copyOf(occurrences, capacity);
    precedingSymbols = Arrays.copyOf(precedingSymbols, capacity);
    slots = new int[slots.length * 2];
    for (int gram = 0; gram < size; gram++) {
      slots[slot(keys[gram])] = gram + 1;
    }
  }
}
