package org.keepgate.analysis.unit;

import java.util.ArrayList;
import java.util.List;

/**
 * The stretches to be shown: one from the beginning, and for each feature one in which it changes.
 * They are chosen before the network runs, so that one pass keeps the activities of all units
 * there.
 */
public final class Excerpts {
  private final List<Excerpt> all = new ArrayList<>(); // [0]: the first; [f + 1]: for feature f

  /**
   * Chooses.
   *
   * @param lengths of the sequences
   * @param steps of an excerpt, as far as its sequence has them
   * @param units of the network
   */
  public Excerpts(FeatureTable features, int[] lengths, int steps, int units) {
    int longest = 0;
    for (int i = 1; i < lengths.length; i++) {
      longest = lengths[i] > lengths[longest] ? i : longest;
    }
    int first = lengths.length == 0 ? 0 : lengths[longest];
    all.add(new Excerpt(longest, 0, Math.min(steps, first), units));
    for (int f = 0; f < features.size(); f++) {
      all.add(liveliest(features, f, lengths, steps, units));
    }
  }

  /** Where both answers to the feature's question are frequent; the earliest of equals. */
  private Excerpt liveliest(
      FeatureTable features, int feature, int[] lengths, int steps, int units) {
    Excerpt best = all.get(0);
    int most = -1;
    for (int i = 0; i < lengths.length; i++) {
      int length = Math.min(steps, lengths[i]);
      for (int from = 0; from + length <= lengths[i]; from += Math.max(1, length / 2)) {
        int balance = balance(features, feature, i, from, length);
        if (balance > most) {
          most = balance;
          best = new Excerpt(i, from, length, units);
        }
      }
    }
    return best;
  }

  private static int balance(
      FeatureTable features, int feature, int sequence, int from, int steps) {
    int yes = 0;
    int no = 0;
    int changes = 0;
    boolean last = false;
    for (int step = from; step < from + steps; step++) {
      int sample = features.samples().sample(sequence, step);
      if (sample >= 0) {
        boolean above = features.isAbove(feature, sample);
        changes += above != last && yes + no > 0 ? 1 : 0;
        last = above;
        yes += above ? 1 : 0;
        no += above ? 0 : 1;
      }
    }
    return Math.min(yes, no) + Math.min(changes, Math.min(yes, no));
  }

  /** The excerpt from a beginning. */
  public Excerpt first() {
    return all.get(0);
  }

  /** The excerpt for a feature. */
  public Excerpt of(int feature) {
    return all.get(feature + 1);
  }

  /** Whether a step belongs to one of them. */
  boolean cover(int sequence, int step) {
    for (Excerpt excerpt : all) {
      if (excerpt.covers(sequence, step)) {
        return true;
      }
    }
    return false;
  }

  /** Keeps the activity of a step wherever it belongs. */
  void keep(int sequence, int step, float[] activity) {
    for (Excerpt excerpt : all) {
      excerpt.keep(sequence, step, activity);
    }
  }
}
