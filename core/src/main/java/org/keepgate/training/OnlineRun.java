package org.keepgate.training;

import java.util.Arrays;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.OnlineNetwork;
import org.keepgate.optimizer.L2Penalty;
import org.keepgate.optimizer.LearningRateSchedule;
import org.keepgate.optimizer.Optimizer;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Minibatch;

/**
 * One worker's part of a round in the online regime: one sequence, or segment of a stream, after
 * the other, and an optimizer step at every time step with a target. What is carried from step to
 * step does not grow with the length of a sequence.
 */
final class OnlineRun {
  private final NetworkSpec spec;
  private final TrainingOptions options;
  private final Optimizer optimizer;
  private final L2Penalty penalty;
  private final OnlineNetwork network;
  private final Minibatch batch;
  private final Progress progress;
  private final DivergenceGuard guard;
  private final double[] gradient;
  private final float[] target;
  private final float[] prediction;

  /** A run of the minibatches of a plan, each of one row. */
  OnlineRun(
      NetworkSpec spec,
      TrainingOptions options,
      Optimizer optimizer,
      L2Penalty penalty,
      BatchPlan plan,
      Progress progress,
      DivergenceGuard guard) {
    this.spec = spec;
    this.options = options;
    this.optimizer = optimizer;
    this.penalty = penalty;
    this.progress = progress;
    this.guard = guard;
    network = new OnlineNetwork(spec);
    network.setParameters(progress.parameters); // and sees them change
    batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    gradient = new double[progress.parameters.length];
    target = new float[spec.format().outputSize()];
    prediction = new float[spec.format().outputSize()];
  }

  /** Takes up what an earlier round of the epoch has left; nothing at an epoch's start. */
  void restore(float[] carried) {
    if (carried.length > 0) {
      network.restore(carried);
    }
  }

  /** What the next round of the epoch takes up. */
  float[] save() {
    return network.save();
  }

  /** Trains minibatches first (inclusive) to end (exclusive), or up to the first divergence. */
  void train(Round round, BatchPlan plan, int first, int end) {
    LearningRateSchedule schedule = options.schedule().create(round.scheduleEpochs());
    for (int index = first; index < end && progress.divergence == null; index++) {
      plan.fill(index, batch);
      if (!batch.continues()) {
        network.reset();
      }
      double epochs = round.epoch() + (double) index / plan.minibatches();
      double rate = schedule.rate(epochs) * round.rateFactor();
      for (int step = 0; step < batch.steps() && progress.divergence == null; step++) {
        if (spec.format().symbols()) {
          network.step(batch.symbols()[step]);
        } else {
          network.step(batch.features(), step * spec.format().inputSize());
        }
        learn(step, rate, index);
      }
    }
  }

  private void learn(int step, double rate, int index) {
    if (!batch.hasTarget(step)) { // of one row
      return;
    }
    Arrays.fill(gradient, 0);
    double loss = spec.format().targetKind().hasValues() ? learnValues(step) : learnClass(step);
    for (int j = 0; j < gradient.length; j++) {
      progress.gradient[j] = (float) gradient[j];
    }
    penalty.addGradient(progress.parameters, progress.gradient);
    double norm = options.clipping().clip(progress.gradient);
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      guard.endAtStep(batch, index, step, loss, norm);
      return;
    }
    optimizer.step(progress.parameters, progress.gradient, progress.optimizerState, rate);
    progress.count(1, norm, loss);
  }

  private double learnValues(int step) {
    System.arraycopy(batch.targetValues(), step * target.length, target, 0, target.length);
    double loss = network.addGradient(target, 0, gradient);
    for (int k = 0; k < prediction.length; k++) {
      prediction[k] = (float) network.outputs()[k];
    }
    progress.metrics.addValues(target, prediction, prediction.length, loss);
    return loss;
  }

  private double learnClass(int step) {
    double[] outputs = network.outputs();
    int best = 0;
    for (int k = 1; k < outputs.length; k++) {
      best = outputs[k] > outputs[best] ? k : best;
    }
    int wanted = batch.targetClasses()[step];
    double loss = network.addGradient(wanted, gradient);
    progress.metrics.addClass(wanted, best, loss);
    return loss;
  }
}
