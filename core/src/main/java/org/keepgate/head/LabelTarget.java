package org.keepgate.head;

import java.util.Objects;

/** The target of one sequence, reused from sequence to sequence: its labels, in order. */
public final class LabelTarget {
  private int[] labels = {};
  private int first;
  private int count;

  /** Sets the labels, {@code count} of them in an array from {@code newFirst} on; not copied. */
  public void set(int[] newLabels, int newFirst, int newCount) {
    Objects.checkFromIndexSize(newFirst, newCount, newLabels.length);
    labels = newLabels;
    first = newFirst;
    count = newCount;
  }

  int count() {
    return count;
  }

  int label(int k) {
    return labels[first + k];
  }
}
