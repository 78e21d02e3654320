package org.keepgate.examples.paper;

import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.Optimizer;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Minibatch;

/** A network that learns minibatches of whole sequences by steepest descent with a fixed rate. */
final class BatchLearner implements AutoCloseable {
  private final NetworkSpec spec;
  private final Network network;
  private final GradientClipping clipping;
  private final double rate;
  private final float[] parameters;
  private final float[] gradient;
  private final float[] carried;
  private final Optimizer optimizer = OptimizerSpec.of(OptimizerKind.SGD).create();
  private final OptimizerState state;
  private final Minibatch batch;

  /**
   * A fresh network.
   *
   * @param rows most sequences of a minibatch
   * @param packedRows most steps of them all
   */
  BatchLearner(
      NetworkSpec spec,
      Gemm gemm,
      GradientClipping clipping,
      double rate,
      long seed,
      int rows,
      int packedRows) {
    this.spec = spec;
    this.clipping = clipping;
    this.rate = rate;
    network = new Network(spec, gemm, rows, packedRows);
    parameters = spec.initialParameters(seed);
    gradient = new float[parameters.length];
    carried = new float[spec.carriedSize(rows)];
    state = OptimizerState.zero(optimizer.stateVectors(), parameters.length);
    batch = new Minibatch(spec.format(), rows, packedRows / rows);
  }

  /** Learns all minibatches of a plan; what each had wrong before its step. */
  MetricSums learn(BatchPlan plan) {
    MetricSums sums = new MetricSums(spec.format().targetKind(), spec.format().outputSize());
    for (int index = 0; index < plan.minibatches() && isFinite(); index++) {
      plan.fill(index, batch);
      network.setParameters(parameters);
      network.forward(batch, carried, true, 0, sums);
      network.backward(batch, gradient);
      clipping.clip(gradient);
      optimizer.step(parameters, gradient, state, rate);
    }
    return sums;
  }

  /** Whether descent has not led beyond all numbers. */
  boolean isFinite() {
    return Double.isFinite(GradientClipping.norm(parameters));
  }

  float[] parameters() {
    return parameters;
  }

  @Override
  public void close() {
    network.close();
  }
}
