package org.keepgate.sequence;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each symbol occurs: counted in parts anywhere, merged in any order, always the same
 * sums.
 */
public final class SymbolCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, long[]> counts = new HashMap<>();

  /** Counts one occurrence. */
  public void add(String symbol) {
    add(symbol, 1);
  }

  /** Counts several occurrences at once. */
  public void add(String symbol, long occurrences) {
    counts.computeIfAbsent(symbol, unseen -> new long[1])[0] += occurrences;
  }

  /** Adds the counts of another part. */
  public void add(SymbolCounts other) {
    other.counts.forEach((symbol, count) -> add(symbol, count[0]));
  }

  /** Occurrences of a symbol. */
  public long count(String symbol) {
    long[] count = counts.get(symbol);
    return count == null ? 0 : count[0];
  }

  /** Number of different symbols. */
  public int distinct() {
    return counts.size();
  }

  /** Occurrences of all symbols. */
  public long total() {
    return counts.values().stream().mapToLong(count -> count[0]).sum();
  }

  /** All symbols, the most frequent first; equally frequent ones by their code points. */
  public List<String> byFrequency() {
    List<Map.Entry<String, long[]>> entries = new ArrayList<>(counts.entrySet());
    entries.sort(
        Comparator.comparingLong((Map.Entry<String, long[]> entry) -> -entry.getValue()[0])
            .thenComparing(Map.Entry::getKey, SymbolCounts::compareCodePoints));
    return entries.stream().map(Map.Entry::getKey).toList();
  }

  /** Unlike {@link String#compareTo}, which puts U+1F600 before U+FF01. */
  private static int compareCodePoints(String left, String right) {
    int at = 0;
    while (at < left.length() && at < right.length()) {
      int leftPoint = left.codePointAt(at);
      int rightPoint = right.codePointAt(at);
      if (leftPoint != rightPoint) {
        return Integer.compare(leftPoint, rightPoint);
      }
      at += Character.charCount(leftPoint);
    }
    return Integer.compare(left.length(), right.length());
  }
}
