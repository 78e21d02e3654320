package org.keepgate.averaging;

import java.io.Serializable;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;

/**
 * When the workers' results become one model, and how.
 *
 * @param kind the strategy
 * @param blockMomentum share of a round's move that the next one repeats, in [0, 1): η of BMUF, β
 *     of SlowMo, the outer momentum of DiLoCo; 0 where the kind has none
 * @param blockLearningRate of the displacement from the workers' start to their mean, positive: ζ
 *     of BMUF, α of SlowMo, the outer learning rate of DiLoCo; 1 where the kind has no momentum
 * @param blockWarmupEpochs over which blockMomentum rises linearly from 0; 0 = from the start
 * @param interval minibatches of a round, after which workers are averaged; 0 = an epoch. Of no
 *     effect on {@link AveragingKind#GRADIENTS}, whose rounds have one
 * @param intervalSchedule what becomes of the interval as training goes on
 * @param scheduleEpochs after which the interval is reached, where it is not constant; at least 1
 * @param optimizerState what averaging does to the optimizer's state. Of no effect on {@link
 *     AveragingKind#GRADIENTS}, where there is only one
 */
public record AveragingSpec(
    AveragingKind kind,
    double blockMomentum,
    double blockLearningRate,
    double blockWarmupEpochs,
    int interval,
    IntervalSchedule intervalSchedule,
    int scheduleEpochs,
    OptimizerStatePolicy optimizerState)
    implements Serializable {

  public AveragingSpec {
    require(
        "blockMomentum", blockMomentum >= 0 && blockMomentum < 1, "be in [0, 1)", blockMomentum);
    require(
        "blockLearningRate",
        blockLearningRate > 0 && blockLearningRate < Double.POSITIVE_INFINITY,
        "be positive",
        blockLearningRate);
    require(
        "blockWarmupEpochs",
        blockWarmupEpochs >= 0 && blockWarmupEpochs < Double.POSITIVE_INFINITY,
        "be at least 0",
        blockWarmupEpochs);
    require("averagingInterval", interval >= 0, "be at least 0", interval);
    require("averagingScheduleEpochs", scheduleEpochs >= 1, "be at least 1", scheduleEpochs);
    if (optimizerState == OptimizerStatePolicy.BMUF_ADAM && !kind.hasMomentum()) {
      throw new IllegalArgumentException(
          "optimizerState bmuf-adam corrects for block momentum, averaging is "
              + kind.key()
              + ": set optimizerState to average, or averaging to block-momentum");
    }
  }

  /** Plain averages once an epoch. */
  public static AveragingSpec plain() {
    return of(AveragingKind.PLAIN, 1);
  }

  /**
   * The kind with the constants of its source, averaging once an epoch; the defaults stand here and
   * nowhere else.
   *
   * @param numWorkers on which the momentum of BMUF depends: an average of N workers moves by about
   *     an N-th of what one would have moved on all data, and 1/(1 − η) = N makes up for it
   */
  public static AveragingSpec of(AveragingKind kind, int numWorkers) {
    return switch (kind) {
      case PLAIN, GRADIENTS -> of(kind, 0, 1, 0);
      case BLOCK_MOMENTUM, BLOCK_MOMENTUM_NESTEROV -> of(kind, 1 - 1.0 / numWorkers, 1, 1);
      case OUTER_NESTEROV -> of(kind, 0.9, 0.7, 0);
      case SLOW_MO -> of(kind, 0.6, 1, 0);
    };
  }

  private static AveragingSpec of(AveragingKind kind, double momentum, double rate, double warmup) {
    return new AveragingSpec(
        kind,
        momentum,
        rate,
        warmup,
        0,
        IntervalSchedule.CONSTANT,
        4,
        OptimizerStatePolicy.AVERAGE);
  }

  /**
   * Refuses an optimizer whose state cannot be averaged so.
   *
   * @throws IllegalArgumentException naming the settings
   */
  public void requireFits(OptimizerSpec optimizer) {
    if (optimizerState == OptimizerStatePolicy.BMUF_ADAM
        && optimizer.kind() != OptimizerKind.ADAM) {
      throw new IllegalArgumentException(
          "optimizerState bmuf-adam corrects the moments of optimizer adam, the optimizer is "
              + optimizer.kind().key()
              + ": set optimizerState to average");
    }
  }

  /** The strategy, which remembers nothing itself. */
  public AveragingStrategy create(OptimizerSpec optimizer, GradientClipping clipping) {
    MomentCorrection correction = new MomentCorrection(optimizer.beta1(), optimizer.beta2());
    return switch (kind) {
      case PLAIN -> new PlainAveraging(optimizerState);
      case BLOCK_MOMENTUM, BLOCK_MOMENTUM_NESTEROV, OUTER_NESTEROV, SLOW_MO ->
          new BlockMomentum(this, correction);
      case GRADIENTS -> new GradientAveraging(optimizer.create(), clipping);
    };
  }

  /**
   * Minibatches of a round in an epoch.
   *
   * @param epoch from 0
   * @param minibatches of the worker that has most
   */
  public int interval(int epoch, int minibatches) {
    if (averagesGradients()) {
      return 1;
    }
    int last = interval == 0 ? minibatches : Math.min(interval, minibatches);
    return intervalSchedule.interval(epoch, last, scheduleEpochs);
  }

  /** From which epoch on all epochs have the same interval. */
  public int constantFromEpoch() {
    return averagesGradients() || intervalSchedule == IntervalSchedule.CONSTANT
        ? 0
        : scheduleEpochs;
  }

  /** Whether workers send their gradient instead of parameters. */
  public boolean averagesGradients() {
    return kind == AveragingKind.GRADIENTS;
  }

  boolean corrects() {
    return optimizerState == OptimizerStatePolicy.BMUF_ADAM;
  }

  /** Whether all workers of a round are sent the same optimizer state. */
  public boolean sharesOptimizer() {
    return !averagesGradients() && optimizerState.isShared();
  }

  /** Whether every worker is sent the optimizer state that it has sent last. */
  public boolean keepsOptimizers() {
    return !averagesGradients() && optimizerState == OptimizerStatePolicy.PER_WORKER;
  }

  public AveragingSpec withBlockMomentum(double value) {
    return new AveragingSpec(
        kind,
        value,
        blockLearningRate,
        blockWarmupEpochs,
        interval,
        intervalSchedule,
        scheduleEpochs,
        optimizerState);
  }

  public AveragingSpec withBlockLearningRate(double value) {
    return new AveragingSpec(
        kind,
        blockMomentum,
        value,
        blockWarmupEpochs,
        interval,
        intervalSchedule,
        scheduleEpochs,
        optimizerState);
  }

  public AveragingSpec withBlockWarmupEpochs(double value) {
    return new AveragingSpec(
        kind,
        blockMomentum,
        blockLearningRate,
        value,
        interval,
        intervalSchedule,
        scheduleEpochs,
        optimizerState);
  }

  public AveragingSpec withInterval(int value) {
    return new AveragingSpec(
        kind,
        blockMomentum,
        blockLearningRate,
        blockWarmupEpochs,
        value,
        intervalSchedule,
        scheduleEpochs,
        optimizerState);
  }

  /**
   * These, with another schedule of the interval.
   *
   * @param epochs after which the interval is reached
   */
  public AveragingSpec withSchedule(IntervalSchedule value, int epochs) {
    return new AveragingSpec(
        kind,
        blockMomentum,
        blockLearningRate,
        blockWarmupEpochs,
        interval,
        value,
        epochs,
        optimizerState);
  }

  public AveragingSpec withOptimizerState(OptimizerStatePolicy value) {
    return new AveragingSpec(
        kind,
        blockMomentum,
        blockLearningRate,
        blockWarmupEpochs,
        interval,
        intervalSchedule,
        scheduleEpochs,
        value);
  }

  private static void require(String name, boolean holds, String bound, Number value) {
    if (!holds) { // comparisons are false for NaN too
      throw new IllegalArgumentException(name + " must " + bound + ", got " + value);
    }
  }
}
