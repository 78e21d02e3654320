package org.keepgate.averaging;

import org.jspecify.annotations.Nullable;

/**
 * The new global parameters are the workers' mean, weighted by work (McDonald, Hall and Mann,
 * 2010).
 */
public final class PlainAveraging implements AveragingStrategy {
  private float @Nullable [] global;
  private WeightedAverage average = new WeightedAverage();

  @Override
  public void begin(float[] start) {
    global = start;
    average = new WeightedAverage();
  }

  @Override
  public void add(double weight, float[] parameters) {
    average.add(weight, parameters);
  }

  @Override
  public float[] finish() {
    float[] start = global;
    if (start == null) {
      throw new IllegalStateException("finish() before begin()");
    }
    global = null;
    float[] mean = average.mean();
    return mean == null ? start.clone() : mean;
  }
}
