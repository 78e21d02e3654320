package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SequenceShare;

/** The loss of a network on all sequences of a share in one minibatch, and its gradient. */
final class LossTrial {
  static final Gemm GEMM = Gemm.named("java");

  /** A step of the differences: a power of two, so that only sums of parameters are rounded. */
  private static final float STEP = 0x1p-6f;

  /** A gradient that is nowhere larger than this in a view proves nothing. */
  private static final double LEAST = 1e-3;

  private final NetworkSpec spec;
  private final SequenceShare share;
  private final Minibatch batch;

  LossTrial(NetworkSpec spec, SequenceShare share) {
    this.spec = spec;
    this.share = share;
    batch = batch(share);
  }

  /** All sequences of a share, in its order. */
  static Minibatch batch(SequenceShare share) {
    BatchPlan plan = Batcher.plan(share, share.count(), 1, 0, 0, false);
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    return batch;
  }

  /** Normal numbers of a standard deviation of 0.8: different weights in every gate. */
  static float[] random(NetworkSpec spec, long seed) {
    float[] parameters = new float[spec.layout().size()];
    RandomStream random = new RandomStream(seed);
    for (ParameterView view : spec.layout().views()) {
      for (int k = 0; k < view.size(); k++) {
        parameters[view.offset() + k] = (float) (0.8 * random.nextGaussian());
      }
    }
    return parameters;
  }

  Network network() {
    return new Network(spec, GEMM, share.count(), batch.totalRows());
  }

  MetricSums forward(Network network, float[] parameters, boolean training) {
    MetricSums sums = new MetricSums(spec.format().targetKind(), spec.format().outputSize());
    network.setParameters(parameters);
    network.forward(batch, new float[spec.carriedSize(share.count())], training, 1, sums);
    return sums;
  }

  /** The sum of the losses. */
  double loss(float[] parameters) {
    try (Network network = network()) {
      return forward(network, parameters, true).lossSum();
    }
  }

  /** The gradient of the mean loss. */
  float[] gradient(float[] parameters) {
    float[] gradient = new float[parameters.length];
    try (Network network = network()) {
      for (int pass = 0; pass < 2; pass++) { // nothing may be left over from the pass before
        forward(network, parameters, true);
        network.backward(batch, gradient);
      }
    }
    return gradient;
  }

  /** Compares each number of the gradient with differences of the mean loss. */
  void assertGradientAgreesWithDifferences(float[] parameters) {
    float[] gradient = gradient(parameters);
    try (Network network = network()) {
      for (ParameterView view : spec.layout().views()) {
        double[] numeric = new double[view.size()];
        double largest = 0;
        for (int k = 0; k < numeric.length; k++) {
          numeric[k] = difference(network, parameters, view.offset() + k);
          largest = Math.max(largest, Math.abs(numeric[k]));
        }
        assertTrue(largest > LEAST, "nothing to compare in " + view.name() + ": " + largest);
        double floor = Math.min(1e-4, 1e-2 * largest); // a view of small gradients is proven, too
        for (int k = 0; k < numeric.length; k++) {
          int at = view.offset() + k;
          double tolerance = Math.max(floor, 1e-3 * Math.abs(numeric[k]));
          assertEquals(numeric[k], gradient[at], tolerance, spec.layout().describe(at));
        }
      }
    }
  }

  /**
   * The mean loss's derivative by a parameter, from four losses: 8 (L(h) − L(−h)) − (L(2h) −
   * L(−2h)), divided by 12 h. What it leaves out grows with h⁴, so that h can be large and the
   * noise of the float32 forward passes, divided by it, small.
   */
  private double difference(Network network, float[] parameters, int at) {
    double near = change(network, parameters, at, STEP);
    double far = change(network, parameters, at, 2 * STEP);
    return (8 * near - far) / (12 * STEP);
  }

  /** By how much the mean loss differs between a parameter moved up and moved down. */
  private double change(Network network, float[] parameters, int at, float step) {
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] moved = parameters.clone();
      moved[at] += side == 0 ? -step : step;
      losses[side] = forward(network, moved, true).meanLoss();
    }
    return losses[1] - losses[0];
  }
}
