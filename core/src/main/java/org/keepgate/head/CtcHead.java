package org.keepgate.head;

/**
 * Connectionist temporal classification (Graves et al., 2006): labels in their order, their places
 * in the sequence unknown. Class 0 is the blank, classes 1 … L are the labels.
 *
 * <pre>
 *   y    = softmax a                    at every step
 *   loss = −ln p(l|x)                   of a whole sequence, summed over all ways of {@link CtcPaths}
 * </pre>
 *
 * <p>An activated row has ln y. Outputs are y; {@link CtcDecoder} finds labels in them.
 */
public final class CtcHead implements SequenceHead {
  private final int width;
  private final CtcPaths paths;
  private int[] decoded = {};
  private int[] distances = {};

  /** A head of so many labels, the blank not counted. */
  public CtcHead(int labels) {
    width = labels + 1;
    paths = new CtcPaths(width);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void activate(float[] row) {
    LogSoftmax.apply(row, 0, width);
  }

  @Override
  public void predict(float[] row) {
    LogSoftmax.exponentiate(row, 0, width);
  }

  /** Adds the loss, and the errors of the best path. */
  @Override
  public void score(float[] activated, int steps, LabelTarget target, MetricSink sums) {
    double loss = -paths.logProbability(activated, steps, target);
    if (decoded.length < steps) {
      decoded = new int[steps];
    }
    int found = CtcDecoder.bestPath(activated, steps, width, decoded);
    sums.addLabelSequence(target.count(), editDistance(target, found), loss);
  }

  @Override
  public void differentiate(float[] activated, int steps, LabelTarget target) {
    paths.differentiate(activated, steps, target);
  }

  /** Levenshtein's distance between the target and the first {@code found} decoded labels. */
  private int editDistance(LabelTarget target, int found) {
    if (distances.length <= found) {
      distances = new int[found + 1];
    }
    for (int j = 0; j <= found; j++) {
      distances[j] = j;
    }
    for (int i = 1; i <= target.count(); i++) {
      int diagonal = distances[0];
      distances[0] = i;
      for (int j = 1; j <= found; j++) {
        int substituted = diagonal + (target.label(i - 1) == decoded[j - 1] ? 0 : 1);
        diagonal = distances[j];
        distances[j] = Math.min(substituted, 1 + Math.min(distances[j - 1], distances[j]));
      }
    }
    return distances[found];
  }
}
