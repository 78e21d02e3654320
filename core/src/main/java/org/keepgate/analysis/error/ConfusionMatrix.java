package org.keepgate.analysis.error;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which class was taken for which: counts by true class and predicted class. */
public final class ConfusionMatrix {
  private final int classes;
  private final long[] counts; // [true × predicted]

  /** Nothing counted yet. */
  public ConfusionMatrix(int classes) {
    this.classes = classes;
    this.counts = new long[Math.multiplyExact(classes, classes)];
  }

  /** One mistake that was made: so many of one class were taken for another. */
  public record Mistake(int target, int predicted, long count) {}

  /** Counts a target. */
  public void add(int target, int predicted) {
    counts[target * classes + predicted]++;
  }

  /** Adds what another has counted of the same classes. */
  public void add(ConfusionMatrix other) {
    for (int k = 0; k < counts.length; k++) {
      counts[k] += other.counts[k];
    }
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** How often a class was predicted for targets of a class. */
  public long count(int target, int predicted) {
    return counts[target * classes + predicted];
  }

  /** Targets of a class. */
  public long targets(int target) {
    long sum = 0;
    for (int predicted = 0; predicted < classes; predicted++) {
      sum += count(target, predicted);
    }
    return sum;
  }

  /** The mistakes made most often, the most frequent first. */
  public List<Mistake> mistakes(int most) {
    List<Mistake> all = new ArrayList<>();
    for (int target = 0; target < classes; target++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        if (target != predicted && count(target, predicted) > 0) {
          all.add(new Mistake(target, predicted, count(target, predicted)));
        }
      }
    }
    all.sort(Comparator.comparingLong(Mistake::count).reversed()); // stable: classes in order
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }
}
