package org.keepgate.averaging;

import org.keepgate.optimizer.OptimizerState;

/**
 * A momentum over rounds: the next model lies beyond the workers' mean, by what the rounds before
 * moved. Four names of one family:
 *
 * <pre>
 *   G ← W̄ − S'                      S'  model that the workers started from
 *   Δ ← η r Δ' + ζ G                W̄   mean of the workers' parameters after their steps
 *   S ← S' + Δ          classical   G   displacement of the round
 *   S ← S' + ζ G + η Δ  Nesterov    Δ   blockUpdate, Δ' that of the round before; first 0
 *                                   S   model that the workers of the next round start from
 *                                   η   blockMomentum   ζ  blockLearningRate
 *                                   r   1; SlowMo: learning rate γ over that of the round before
 * </pre>
 *
 * <ul>
 *   <li>BMUF (Chen and Huo, 2016), classical and Nesterov. The paper's Nesterov form keeps W = W' +
 *       Δ and starts workers at S = W + η Δ: what stands above is the same without W. η = 1 − 1/N
 *       and ζ = 1 for N workers.
 *   <li>The outer Nesterov step of DiLoCo (Douillard et al., 2023) with learning rate ζ, momentum η
 *       and gradient −G: buffer b ← η b − G, S ← S' − ζ (−G + η b). With Δ = −ζ b it is BMUF's
 *       Nesterov form to the letter. ζ = 0.7, η = 0.9.
 *   <li>SlowMo (Wang, Tantia, Ballas and Rabbat, 2020): u ← β u − G/γ, S ← S' − α γ u. With Δ = −α
 *       γ u, η = β and ζ = α it is BMUF's classical form whose momentum follows the learning rate.
 * </ul>
 *
 * <p>With η = 0 and ζ = 1 each is the plain average, bit for bit; a momentum that rises over a
 * warm-up (η · epochs done / blockWarmupEpochs) keeps the first, large and turning displacements
 * from piling up. What is validated and saved is S. The arithmetic is in double, from S = W̄ +
 * (what goes beyond), rounded once.
 */
final class BlockMomentum implements AveragingStrategy {
  private final AveragingSpec spec;
  private final MomentCorrection correction;

  BlockMomentum(AveragingSpec spec, MomentCorrection correction) {
    this.spec = spec;
    this.correction = correction;
  }

  @Override
  public GlobalModel next(GlobalModel before, WorkerMean mean, RoundPace pace) {
    float[] average = mean.values();
    if (average == null) {
      return before;
    }
    AveragingState old = before.averaging();
    double momentum = momentum(pace.epochsBefore());
    double rate = pace.learningRate() > 0 ? pace.learningRate() : old.learningRate();
    boolean follows = spec.kind() == AveragingKind.SLOW_MO && old.learningRate() > 0;
    double carried = momentum * (follows ? pace.learningRate() / old.learningRate() : 1);
    float[] update = update(before.parameters(), average, old.blockUpdate(), carried);
    float[] next =
        moved(before.parameters(), average, old.blockUpdate(), update, momentum, carried);
    double ownSteps = spec.corrects() ? mean.steps() - before.optimizer().step() : 0;
    double virtualSteps = momentum * old.virtualSteps() + spec.blockLearningRate() * ownSteps;
    return new GlobalModel(
        next,
        optimizer(before.optimizer(), mean, beyond(momentum, ownSteps, old, virtualSteps)),
        new AveragingState(update, virtualSteps, rate, mean.optimizers()));
  }

  private double momentum(double epochsBefore) {
    double warmup = spec.blockWarmupEpochs();
    return spec.blockMomentum() * (epochsBefore < warmup ? epochsBefore / warmup : 1);
  }

  /** Δ. */
  private float[] update(float[] start, float[] average, float[] old, double carried) {
    double rate = spec.blockLearningRate();
    float[] update = new float[start.length];
    for (int i = 0; i < update.length; i++) {
      double displacement = (double) average[i] - start[i];
      double kept = old.length == 0 ? 0 : carried * old[i];
      update[i] = (float) (kept + rate * displacement);
    }
    return update;
  }

  /** S. */
  private float[] moved(
      float[] start,
      float[] average,
      float[] old,
      float[] update,
      double momentum,
      double carried) {
    boolean ahead = spec.kind().looksAhead();
    double excess = spec.blockLearningRate() - 1;
    float[] moved = new float[start.length];
    for (int i = 0; i < moved.length; i++) {
      double displacement = (double) average[i] - start[i];
      double kept = old.length == 0 ? 0 : carried * old[i];
      double beyond = excess * displacement + (ahead ? momentum * update[i] : kept);
      moved[i] = beyond == 0 ? average[i] : (float) (average[i] + beyond); // keeps −0, too
    }
    return moved;
  }

  /** How many steps beyond the workers' mean the model has moved, if all were like the round's. */
  private double beyond(double momentum, double ownSteps, AveragingState old, double virtualSteps) {
    double momentumSteps =
        momentum * (spec.kind().looksAhead() ? virtualSteps : old.virtualSteps());
    return (spec.blockLearningRate() - 1) * ownSteps + momentumSteps;
  }

  private OptimizerState optimizer(OptimizerState before, WorkerMean mean, double beyond) {
    return switch (spec.optimizerState()) {
      case AVERAGE -> PlainAveraging.averaged(mean);
      case BMUF_ADAM -> correction.corrected(before, mean, beyond);
      case RESET, PER_WORKER -> before;
    };
  }
}
