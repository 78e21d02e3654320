package org.keepgate.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds labels in the class probabilities of a {@link CtcHead}, with class 0 the blank. A path, one
 * class a step, says the labels that are left when repetitions are made one and blanks are dropped;
 * many paths say the same labels.
 */
public final class CtcDecoder {
  /**
   * Labels that were found.
   *
   * @param labels in their order, from 1 on
   * @param logProbability ln of the probability of the paths that were followed and say them: at
   *     most ln p(labels|x)
   */
  public record Decoding(List<Integer> labels, double logProbability) {}

  private CtcDecoder() {}

  /**
   * The labels of the most probable path: the most probable class at every step.
   *
   * @param probabilities row after row, {@code width} classes each
   */
  public static Decoding bestPath(float[] probabilities, int steps, int width) {
    int[] labels = new int[steps];
    int count = bestPath(probabilities, steps, width, labels);
    double logProbability = 0;
    for (int t = 0; t < steps; t++) {
      logProbability += StrictMath.log(probabilities[t * width + best(probabilities, t, width)]);
    }
    return new Decoding(Arrays.stream(labels, 0, count).boxed().toList(), logProbability);
  }

  /** The same into an array of at least {@code steps}; returns how many labels there are. */
  static int bestPath(float[] rows, int steps, int width, int[] into) {
    int count = 0;
    int before = 0;
    for (int t = 0; t < steps; t++) {
      int now = best(rows, t, width);
      if (now != 0 && now != before) {
        into[count++] = now;
      }
      before = now;
    }
    return count;
  }

  private static int best(float[] rows, int t, int width) {
    int best = 0;
    for (int k = 1; k < width; k++) {
      best = rows[t * width + k] > rows[t * width + best] ? k : best;
    }
    return best;
  }

  /**
   * The labels whose paths are together the most probable, by a search over beginnings of label
   * lists: after each step the {@code beamWidth} most probable are kept. With a width no smaller
   * than the number of lists the result is exact.
   *
   * @param probabilities row after row, {@code width} classes each
   */
  public static Decoding prefixBeam(float[] probabilities, int steps, int width, int beamWidth) {
    if (beamWidth <= 0) {
      throw new IllegalArgumentException("beamWidth must be positive, got " + beamWidth);
    }
    LabelPrefix root = new LabelPrefix(null, 0);
    root.begin();
    List<LabelPrefix> beam = List.of(root);
    double[] logs = new double[width];
    for (int t = 0; t < steps; t++) {
      for (int k = 0; k < width; k++) {
        logs[k] = StrictMath.log(probabilities[t * width + k]);
      }
      beam = kept(extended(beam, logs), beamWidth);
    }
    LabelPrefix best = beam.get(0);
    return new Decoding(best.labels(), best.total());
  }

  /** All that the lists of the beam can become in one step, themselves among it. */
  private static List<LabelPrefix> extended(List<LabelPrefix> beam, double[] logs) {
    List<LabelPrefix> reached = new ArrayList<>();
    for (LabelPrefix prefix : beam) {
      prefix.stay(logs, reached);
    }
    for (LabelPrefix prefix : beam) {
      for (int k = 1; k < logs.length; k++) {
        prefix.lengthen(k, logs[k], reached);
      }
    }
    reached.forEach(LabelPrefix::advance);
    return reached;
  }

  private static List<LabelPrefix> kept(List<LabelPrefix> reached, int beamWidth) {
    reached.sort(Comparator.comparingDouble(LabelPrefix::total).reversed()); // stable
    int count = Math.min(beamWidth, reached.size());
    for (LabelPrefix dropped : reached.subList(count, reached.size())) {
      dropped.drop();
    }
    return List.copyOf(reached.subList(0, count));
  }
}
