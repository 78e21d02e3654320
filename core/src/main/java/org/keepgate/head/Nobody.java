package org.keepgate.head;

/**
 * Hears of no loss and no prediction, for passes of which only the outputs are wanted: where nobody
 * listens, targets need not be scored.
 */
public final class Nobody implements MetricSink {
  /** The only one. */
  public static final MetricSink LISTENS = new Nobody();

  private Nobody() {}

  @Override
  public void addClass(int target, int predicted, double loss) {}

  @Override
  public void addClass(int target, int predicted, double loss, double weight) {}

  @Override
  public void addValues(float[] target, float[] prediction, int outputs, double loss) {}

  @Override
  public void addDensity(float[] target, float[] mean, int outputs, double loss) {}

  @Override
  public void addLabels(float[] target, float[] probability, int labels, double loss) {}

  @Override
  public void addLabelSequence(int labels, int errors, double loss) {}
}
