package org.keepgate.head;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a list of labels, with the probability that the steps so far say it: of the
 * paths that end in a blank, and of those that end in its last label. All beginnings are a tree, so
 * that one that is reached in two ways, or again, is the same object.
 */
final class LabelPrefix {
  private static final double IMPOSSIBLE = Double.NEGATIVE_INFINITY;

  private final @Nullable LabelPrefix parent;
  private final int label;
  private final Map<Integer, LabelPrefix> children = new HashMap<>();
  private double endingInBlank = IMPOSSIBLE; // logarithms
  private double endingInLabel = IMPOSSIBLE;
  private double nextInBlank = IMPOSSIBLE;
  private double nextInLabel = IMPOSSIBLE;
  private boolean reached;
  private boolean alive;

  LabelPrefix(@Nullable LabelPrefix parent, int label) {
    this.parent = parent;
    this.label = label;
  }

  /** Makes this the list of no labels before the first step. */
  void begin() {
    endingInBlank = 0;
    alive = true;
  }

  double total() {
    return CtcPaths.logSum(endingInBlank, endingInLabel, IMPOSSIBLE);
  }

  /** A step without a new label: a blank, or the last label still. */
  void stay(double[] logs, List<LabelPrefix> reachedNow) {
    reach(reachedNow);
    nextInBlank = total() + logs[0];
    if (parent != null) {
      nextInLabel = endingInLabel + logs[label];
    }
  }

  /** A step with a new label; the same as the last one only after a blank. */
  void lengthen(int next, double log, List<LabelPrefix> reachedNow) {
    double from = next == label ? endingInBlank : total();
    if (from + log > IMPOSSIBLE) {
      LabelPrefix longer = children.computeIfAbsent(next, k -> new LabelPrefix(this, k));
      longer.reach(reachedNow);
      longer.nextInLabel = CtcPaths.logSum(longer.nextInLabel, from + log, IMPOSSIBLE);
    }
  }

  private void reach(List<LabelPrefix> reachedNow) {
    if (!reached) {
      reached = true;
      reachedNow.add(this);
    }
  }

  /** Ends the step. */
  void advance() {
    endingInBlank = nextInBlank;
    endingInLabel = nextInLabel;
    nextInBlank = IMPOSSIBLE;
    nextInLabel = IMPOSSIBLE;
    reached = false;
    alive = true;
  }

  /** Leaves the beam, and the tree when nothing longer is in it. */
  void drop() {
    endingInBlank = IMPOSSIBLE;
    endingInLabel = IMPOSSIBLE;
    alive = false;
    LabelPrefix leaf = this;
    while (leaf.parent != null && !leaf.alive && leaf.children.isEmpty()) {
      leaf.parent.children.remove(leaf.label);
      leaf = leaf.parent;
    }
  }

  List<Integer> labels() {
    List<Integer> labels = new ArrayList<>();
    for (LabelPrefix at = this; at.parent != null; at = at.parent) {
      labels.add(at.label);
    }
    Collections.reverse(labels);
    return List.copyOf(labels);
  }
}
