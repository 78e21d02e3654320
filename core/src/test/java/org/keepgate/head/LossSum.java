package org.keepgate.head;

/** Keeps the last loss, with its weight, and the last label errors. */
final class LossSum implements MetricSink {
  double loss;
  int errors;

  @Override
  public void addClass(int target, int predicted, double value) {
    loss = value;
  }

  @Override
  public void addClass(int target, int predicted, double value, double weight) {
    loss = value * weight;
  }

  @Override
  public void addValues(float[] target, float[] prediction, int outputs, double value) {
    loss = value;
  }

  @Override
  public void addDensity(float[] target, float[] mean, int outputs, double value) {
    loss = value;
  }

  @Override
  public void addLabels(float[] target, float[] probability, int labels, double value) {
    loss = value;
  }

  @Override
  public void addLabelSequence(int labels, int count, double value) {
    loss = value;
    errors = count;
  }
}
