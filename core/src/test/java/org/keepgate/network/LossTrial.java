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
  private static final float STEP = 0x1p-8f;

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

  /** Compares each number of the gradient with central differences of the mean loss. */
  void assertGradientAgreesWithDifferences(float[] parameters) {
    float[] gradient = gradient(parameters);
    try (Network network = network()) {
      for (ParameterView view : spec.layout().views()) {
        double largest = 0;
        for (int at = view.offset(); at < view.offset() + view.size(); at++) {
          double numeric = difference(network, parameters, at);
          largest = Math.max(largest, Math.abs(numeric));
          // the loss is that of a float32 forward pass; its noise is divided by 2⁻⁷
          double tolerance = 1e-3 * Math.max(0.1, Math.abs(numeric));
          assertEquals(numeric, gradient[at], tolerance, spec.layout().describe(at));
        }
        assertTrue(largest > LEAST, "nothing to compare in " + view.name() + ": " + largest);
      }
    }
  }

  private double difference(Network network, float[] parameters, int at) {
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] moved = parameters.clone();
      moved[at] += side == 0 ? -STEP : STEP;
      losses[side] = forward(network, moved, true).meanLoss();
    }
    return (losses[1] - losses[0]) / (2 * STEP);
  }
}
