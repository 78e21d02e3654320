package org.keepgate.averaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.RandomStream;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

@DisplayName("Drift of workers, against distances from the mean computed one by one")
class WorkerDriftTest {
  private static final ParameterLayout LAYOUT = layout();
  private static final double[] WEIGHTS = {3, 0, 1, 4};

  @Test
  @DisplayName("by view and of all, weighted by work; padding and idle workers count nothing")
  void distances() {
    float[] start = vector(1, 1);
    float[][] workers = {
      moved(start, 2), moved(start, 3), moved(start, 4), moved(start, 5),
    };
    WorkerDrift drift = new WorkerDrift(start, LAYOUT.views());
    WeightedAverage average = new WeightedAverage();
    for (int k = 0; k < workers.length; k++) {
      drift.add(WEIGHTS[k], drift.squaredDistances(workers[k]));
      average.add(WEIGHTS[k], workers[k]);
    }
    float[] mean = average.mean();
    if (mean == null) {
      throw new AssertionError("there are workers");
    }
    WorkerDrift.Measured measured = drift.from(mean);
    double spread = 0;
    double moved = 0;
    for (ParameterView view : LAYOUT.views()) {
      double apart = 0;
      for (int k = 0; k < workers.length; k++) {
        apart += WEIGHTS[k] / 8 * squared(workers[k], mean, view);
      }
      double ahead = squared(mean, start, view);
      assertEquals(
          Math.sqrt(apart / ahead), measured.byView().getOrDefault(view.name(), Double.NaN), 1e-5);
      spread += apart;
      moved += ahead;
    }
    assertEquals(Math.sqrt(spread / moved), measured.overall(), 1e-5);
    assertEquals(Math.sqrt(moved), measured.displacement(), 1e-9);
  }

  @Test
  @DisplayName("one worker, or workers alike, do not drift")
  void none() {
    float[] start = vector(1, 1);
    float[] alone = moved(start, 2);
    WorkerDrift drift = new WorkerDrift(start, LAYOUT.views());
    drift.add(7, drift.squaredDistances(alone));
    assertEquals(0, drift.from(alone).overall());
    drift.add(2, drift.squaredDistances(alone));
    assertEquals(0, drift.from(alone).overall(), 1e-6);
  }

  private static double squared(float[] one, float[] other, ParameterView view) {
    double sum = 0;
    for (int i = view.offset(); i < view.offset() + view.size(); i++) {
      sum += Math.pow((double) one[i] - other[i], 2);
    }
    return sum;
  }

  private static ParameterLayout layout() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.scope("a").vector("bias", 5);
    builder.scope("b").matrix("matrix", 7, 3);
    return builder.build();
  }

  private static float[] moved(float[] start, long seed) {
    float[] step = vector(seed, 0.01);
    float[] moved = new float[start.length];
    Arrays.fill(moved, 1000); // what lies between views is nobody's
    for (ParameterView view : LAYOUT.views()) {
      for (int i = view.offset(); i < view.offset() + view.size(); i++) {
        moved[i] = start[i] + step[i];
      }
    }
    return moved;
  }

  private static float[] vector(long seed, double scale) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[LAYOUT.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }
}
