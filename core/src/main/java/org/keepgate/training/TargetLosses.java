package org.keepgate.training;

import java.util.Arrays;
import org.keepgate.head.MetricSink;

/** The loss of each target of a minibatch, in the order in which they are scored. */
final class TargetLosses implements MetricSink {
  private double[] losses = new double[64];
  private int count;

  @Override
  public void addClass(int target, int predicted, double loss) {
    add(loss);
  }

  @Override
  public void addClass(int target, int predicted, double loss, double weight) {
    add(loss);
  }

  @Override
  public void addValues(float[] target, float[] prediction, int outputs, double loss) {
    add(loss);
  }

  @Override
  public void addDensity(float[] target, float[] mean, int outputs, double loss) {
    add(loss);
  }

  @Override
  public void addLabels(float[] target, float[] probability, int labels, double loss) {
    add(loss);
  }

  @Override
  public void addLabelSequence(int labels, int errors, double loss) {
    add(loss);
  }

  private void add(double loss) {
    if (count == losses.length) {
      losses = Arrays.copyOf(losses, 2 * count);
    }
    losses[count++] = loss;
  }

  double get(int target) {
    return losses[target];
  }

  /** The first target whose loss is not finite, or above a limit; −1 if there is none. */
  int firstAbove(double limit) {
    for (int k = 0; k < count; k++) {
      if (!Double.isFinite(losses[k]) || losses[k] > limit) {
        return k;
      }
    }
    return -1;
  }

  /** The first target of the largest loss; −1 if there is no target. */
  int largest() {
    int largest = count == 0 ? -1 : 0;
    for (int k = 1; k < count; k++) {
      largest = losses[k] > losses[largest] ? k : largest;
    }
    return largest;
  }
}
