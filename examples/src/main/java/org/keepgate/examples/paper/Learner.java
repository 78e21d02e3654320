package org.keepgate.examples.paper;

import java.util.Arrays;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.OnlineNetwork;
import org.keepgate.optimizer.Optimizer;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;

/** A network that learns online, from targets of values, with a fixed or decaying rate. */
final class Learner {
  private final OnlineNetwork network;
  private final float[] parameters;
  private final double[] gradient;
  private final float[] step;
  private final Optimizer optimizer;
  private final OptimizerState state;
  private double rate;

  /** A fresh network that learns by plain steepest descent. */
  Learner(NetworkSpec spec, double rate, long seed) {
    this(spec, OptimizerSpec.of(OptimizerKind.SGD), rate, seed);
  }

  /** A fresh network. */
  Learner(NetworkSpec spec, OptimizerSpec optimizer, double rate, long seed) {
    network = new OnlineNetwork(spec);
    parameters = spec.initialParameters(seed);
    network.setParameters(parameters);
    gradient = new double[parameters.length];
    step = new float[parameters.length];
    this.optimizer = optimizer.create();
    state = OptimizerState.zero(this.optimizer.stateVectors(), parameters.length);
    this.rate = rate;
  }

  void setRate(double newRate) {
    rate = newRate;
  }

  double rate() {
    return rate;
  }

  /** Starts a sequence. */
  void begin() {
    network.reset();
  }

  void see(int symbol) {
    network.step(symbol);
  }

  void see(float[] features, int offset) {
    network.step(features, offset);
  }

  double output(int k) {
    return network.outputs()[k];
  }

  /** Largest |output − target|. */
  double largestError(float[] target) {
    double largest = 0;
    for (int k = 0; k < target.length; k++) {
      largest = Math.max(largest, Math.abs(output(k) - target[k]));
    }
    return largest;
  }

  /** Mean |output − target|. */
  double meanError(float[] target) {
    double sum = 0;
    for (int k = 0; k < target.length; k++) {
      sum += Math.abs(output(k) - target[k]);
    }
    return sum / target.length;
  }

  /** Changes the weights by the gradient of this step's error. */
  void learn(float[] target) {
    Arrays.fill(gradient, 0);
    network.addGradient(target, 0, gradient);
    for (int j = 0; j < step.length; j++) {
      step[j] = (float) gradient[j];
    }
    optimizer.step(parameters, step, state, rate);
  }
}
