package org.keepgate.training;

import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.GaussianNoise;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.L2Penalty;
import org.keepgate.optimizer.LearningRateSchedule;
import org.keepgate.optimizer.Optimizer;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SequenceShare;

/**
 * One worker's part of a round: forward, backward, clip and step, minibatch after minibatch; or one
 * minibatch's gradient where gradients are averaged.
 *
 * <p>Pure: the outcome depends on its arguments alone (and on the matrix provider), nothing shared
 * is written to, so that it may run anywhere, again, or twice at once. Once a round has begun,
 * minibatches allocate nothing.
 */
public final class WorkerRun {
  private static final long WEIGHT_NOISE = -2; // beside the network's own uses of the seed

  private final NetworkSpec spec;
  private final TrainingOptions options;
  private final Gemm gemm;
  private final Optimizer optimizer;
  private final L2Penalty penalty;
  private final boolean averagesGradients;

  public WorkerRun(NetworkSpec spec, TrainingOptions options, Gemm gemm) {
    this.spec = spec;
    this.options = options;
    this.gemm = options.products(gemm);
    this.optimizer = options.optimizer().create();
    this.penalty = new L2Penalty(options.optimizer().l2Penalty(), spec.layout());
    this.averagesGradients = options.averaging().averagesGradients();
  }

  /**
   * Trains the worker's minibatches of a round.
   *
   * @param start not written to
   * @param carried the worker's recurrent state from the round before; empty at an epoch's start.
   *     Not written to
   */
  public WorkerOutcome run(
      int worker, SequenceShare share, Round round, RoundStart start, float[] carried) {
    long began = System.nanoTime();
    BatchPlan plan = EpochPlan.of(share, options, round.epoch(), worker);
    int first = round.firstMinibatch();
    int end = (int) Math.min((long) first + round.minibatches(), plan.minibatches());
    if (first >= end) {
      return outcome(worker, new Progress(start, spec, 0, false), new float[0], began);
    }
    int stateVectors = averagesGradients ? 0 : optimizer.stateVectors();
    Progress progress = new Progress(start, spec, stateVectors, true);
    DivergenceGuard guard =
        new DivergenceGuard(spec, options, round, worker, share, plan, progress);
    boolean carries = options.segmentLength() > 0 && end < plan.minibatches();
    if (options.regime() == Regime.ONLINE) {
      OnlineRun online = new OnlineRun(spec, options, optimizer, penalty, plan, progress, guard);
      online.restore(carried);
      online.train(round, plan, first, end);
      guard.checkParameters(end);
      return outcome(worker, progress, carries ? online.save() : new float[0], began);
    }
    float[] state =
        carried.length == 0 ? new float[spec.carriedSize(plan.maxRows())] : carried.clone();
    int packedRows = Math.toIntExact(plan.maxTotalRows());
    try (Network network = new Network(spec, gemm, plan.maxRows(), packedRows)) {
      train(worker, new Trip(round, plan, first, end, guard), network, state, progress);
    }
    guard.checkParameters(end);
    return outcome(worker, progress, carries ? state : new float[0], began);
  }

  /** Where a worker goes in a round: minibatches first (inclusive) to end (exclusive) of a plan. */
  private record Trip(Round round, BatchPlan plan, int first, int end, DivergenceGuard guard) {}

  private void train(int worker, Trip trip, Network network, float[] carried, Progress progress) {
    Round round = trip.round();
    BatchPlan plan = trip.plan();
    LearningRateSchedule schedule = options.schedule().create(round.scheduleEpochs());
    Minibatch batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    boolean changed = true;
    for (int index = trip.first(); index < trip.end(); index++) {
      plan.fill(index, batch);
      long noiseSeed = noiseSeed(round, worker, index);
      if (changed || spec.regularization().weightNoise() > 0) {
        set(network, progress, noiseSeed);
      }
      changed = false;
      trip.guard().begin();
      double lossBefore = progress.metrics.lossSum();
      double weightBefore = progress.metrics.lossWeight();
      network.forward(batch, carried, true, noiseSeed, progress.metrics);
      if (batch.targetCount() == 0) {
        continue; // an inner segment of sequences read out at their ends: only the state moves on
      }
      double weight = progress.metrics.lossWeight() - weightBefore;
      double loss = weight == 0 ? 0 : (progress.metrics.lossSum() - lossBefore) / weight;
      network.backward(batch, progress.gradient);
      penalty.addGradient(progress.parameters, progress.gradient);
      double norm =
          averagesGradients
              ? GradientClipping.norm(progress.gradient) // clipped where they are averaged
              : options.clipping().clip(progress.gradient);
      if (trip.guard().isMet(loss, norm, batch.targetCount())) {
        if (trip.guard().leavesOut(network, batch, index, loss, norm, carried)) {
          continue;
        }
        return;
      }
      if (!averagesGradients) {
        double epochs = round.epoch() + (double) index / plan.minibatches();
        double rate = schedule.rate(epochs) * round.rateFactor();
        optimizer.step(progress.parameters, progress.gradient, progress.optimizerState, rate);
        changed = true;
      }
      progress.count(batch.targetCount(), norm, loss);
    }
  }

  private long noiseSeed(Round round, int worker, int minibatch) {
    return spec.regularization().isRandom()
        ? RandomStream.mix(options.seed(), round.epoch(), worker, minibatch)
        : 0;
  }

  /** Hands the network its parameters, with noise where that is wanted. */
  private void set(Network network, Progress progress, long noiseSeed) {
    double deviation = spec.regularization().weightNoise();
    if (deviation == 0) {
      network.setParameters(progress.parameters);
      return;
    }
    long seed = RandomStream.mix(noiseSeed, WEIGHT_NOISE);
    float[] noisy = progress.noisyParameters;
    new GaussianNoise(deviation).add(progress.parameters, noisy, noisy.length, seed);
    network.setParameters(noisy);
  }

  private WorkerOutcome outcome(int worker, Progress done, float[] carried, long began) {
    boolean sendsOptimizer =
        options.averaging().sharesOptimizer() || options.averaging().keepsOptimizers();
    return new WorkerOutcome(
        worker,
        done.work,
        averagesGradients ? done.gradient : done.parameters,
        sendsOptimizer ? done.optimizerState : OptimizerState.zero(0, 0),
        done.metrics,
        carried,
        done.minibatches,
        done.gradientNormSum,
        new LossSpan(done.firstLoss, done.lastLoss),
        System.nanoTime() - began,
        gemm.fingerprint(),
        done.skipped.toArray(new Divergence[0]),
        done.divergence);
  }
}
