package org.keepgate.optimizer;

import java.io.Serializable;

/**
 * Which learning rate when.
 *
 * <pre>
 *   e  epochs since the warm-up ended, E  length of training without the warm-up, η₀  stepSize
 *
 *   constant, plateau   η₀
 *   step                η₀ · factor^⌊e / interval⌋
 *   exponential         η₀ · factor^(e / interval)
 *   cosine              min + (η₀ − min) · ½ (1 + cos(π · e / E)),  min = η₀ · minimumFactor
 * </pre>
 *
 * <p>During the first {@code warmupEpochs}, combined with any kind, the rate rises linearly from a
 * hundredth of the kind's first rate to that rate; then the kind begins. The factor of {@link
 * ScheduleKind#PLATEAU} depends on validation and is kept by the training loop ({@code patience}
 * validations without improvement, never below minimumFactor).
 *
 * @param kind the shape
 * @param stepSize the initial learning rate, positive
 * @param factor what the rate is multiplied by, in (0, 1]
 * @param intervalEpochs of step and exponential, positive
 * @param warmupEpochs epochs, or a fraction of one; 0 = none
 * @param minimumFactor the smallest share of stepSize that cosine and plateau come down to, in [0,
 *     1]
 * @param patience of plateau: validations without improvement before the rate falls
 */
public record ScheduleSpec(
    ScheduleKind kind,
    double stepSize,
    double factor,
    double intervalEpochs,
    double warmupEpochs,
    double minimumFactor,
    int patience)
    implements Serializable {
  private static final double WARM_UP_START = 0.01;

  public ScheduleSpec {
    require("stepSize", stepSize > 0 && stepSize < Double.POSITIVE_INFINITY, "positive", stepSize);
    require("scheduleFactor", factor > 0 && factor <= 1, "in (0, 1]", factor);
    require("scheduleInterval", intervalEpochs > 0, "positive", intervalEpochs);
    require(
        "warmupEpochs",
        warmupEpochs >= 0 && warmupEpochs < Double.POSITIVE_INFINITY,
        "at least 0",
        warmupEpochs);
    require("minimumFactor", minimumFactor >= 0 && minimumFactor <= 1, "in [0, 1]", minimumFactor);
    require("schedulePatience", patience > 0, "positive", patience);
  }

  /** The kind with usual constants. */
  public static ScheduleSpec of(ScheduleKind kind, double stepSize) {
    return new ScheduleSpec(kind, stepSize, 0.5, 1, 0, 0, 2);
  }

  /**
   * The schedule of a training of so many epochs.
   *
   * @param horizonEpochs length of the whole training in epochs, warm-up included; only cosine
   *     looks at it
   */
  public LearningRateSchedule create(double horizonEpochs) {
    double length = horizonEpochs - warmupEpochs;
    return epochs -> {
      if (epochs < warmupEpochs) {
        double part = WARM_UP_START + (1 - WARM_UP_START) * (epochs / warmupEpochs);
        return part * rateAfterWarmup(0, length);
      }
      return rateAfterWarmup(epochs - warmupEpochs, length);
    };
  }

  private double rateAfterWarmup(double epochs, double length) {
    return switch (kind) {
      case CONSTANT, PLATEAU -> stepSize;
      case STEP -> stepSize * StrictMath.pow(factor, Math.floor(epochs / intervalEpochs));
      case EXPONENTIAL -> stepSize * StrictMath.pow(factor, epochs / intervalEpochs);
      case COSINE -> {
        double done = length > 0 ? Math.min(1, epochs / length) : 0;
        double share = 0.5 * (1 + StrictMath.cos(StrictMath.PI * done));
        yield stepSize * (minimumFactor + (1 - minimumFactor) * share);
      }
    };
  }

  public ScheduleSpec withStepSize(double value) {
    return new ScheduleSpec(
        kind, value, factor, intervalEpochs, warmupEpochs, minimumFactor, patience);
  }

  public ScheduleSpec withFactor(double value) {
    return new ScheduleSpec(
        kind, stepSize, value, intervalEpochs, warmupEpochs, minimumFactor, patience);
  }

  public ScheduleSpec withIntervalEpochs(double value) {
    return new ScheduleSpec(kind, stepSize, factor, value, warmupEpochs, minimumFactor, patience);
  }

  public ScheduleSpec withWarmupEpochs(double value) {
    return new ScheduleSpec(kind, stepSize, factor, intervalEpochs, value, minimumFactor, patience);
  }

  public ScheduleSpec withMinimumFactor(double value) {
    return new ScheduleSpec(kind, stepSize, factor, intervalEpochs, warmupEpochs, value, patience);
  }

  public ScheduleSpec withPatience(int value) {
    return new ScheduleSpec(
        kind, stepSize, factor, intervalEpochs, warmupEpochs, minimumFactor, value);
  }

  private static void require(String name, boolean holds, String bound, double value) {
    if (!holds) { // comparisons are false for NaN too
      throw new IllegalArgumentException(name + " must be " + bound + ", got " + value);
    }
  }
}
