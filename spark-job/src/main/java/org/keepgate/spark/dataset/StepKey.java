package org.keepgate.spark.dataset;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a row of the long form belongs: its group, and its place in it. Rows without a column that
 * orders them are ordered by file and place.
 */
final class StepKey implements Serializable, Comparable<StepKey> {
  private static final long serialVersionUID = 1L;

  private final String group;
  private final String file; // empty where a column orders the rows
  private final OrderKey order;

  StepKey(String group, String file, OrderKey order) {
    this.group = group;
    this.file = file;
    this.order = order;
  }

  String group() {
    return group;
  }

  OrderKey order() {
    return order;
  }

  @Override
  public int compareTo(StepKey other) {
    int byGroup = group.compareTo(other.group);
    if (byGroup != 0) {
      return byGroup;
    }
    int byFile = file.compareTo(other.file);
    return byFile != 0 ? byFile : order.compareTo(other.order);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StepKey key && compareTo(key) == 0;
  }

  @Override
  public int hashCode() {
    return group.hashCode();
  }
}
