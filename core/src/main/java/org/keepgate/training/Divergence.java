package org.keepgate.training;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.GlobalModel;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.parameter.ParameterLayout;

/** Where a worker, or averaging, met a loss, gradient or parameter that is not finite. */
public final class Divergence implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int AVERAGE = -1; // not of one worker

  private final int epoch;
  private final int minibatch;
  private final long step;
  private final int worker;
  private final double loss;
  private final double gradientNorm;
  private final String where;

  /**
   * A finding.
   *
   * @param epoch from 0
   * @param minibatch of the epoch, from 0
   * @param step optimizer steps made before it
   * @param worker its number, from 0; −1 where all together diverged
   * @param loss mean loss of the minibatch
   * @param gradientNorm before clipping; NaN if no gradient was computed
   * @param where the first entry that is not finite, as {@code layers.0.forward.bias[17]}, or what
   *     else was not finite
   */
  public Divergence(
      int epoch,
      int minibatch,
      long step,
      int worker,
      double loss,
      double gradientNorm,
      String where) {
    this.epoch = epoch;
    this.minibatch = minibatch;
    this.step = step;
    this.worker = worker;
    this.loss = loss;
    this.gradientNorm = gradientNorm;
    this.where = where;
  }

  /** Where averaging finite parameters has led beyond all numbers; null if it has not. */
  static @Nullable Divergence ofAverage(int epoch, int minibatch, double loss, GlobalModel model) {
    double norm = GradientClipping.norm(model.parameters());
    return Double.isFinite(norm)
        ? null
        : new Divergence(
            epoch,
            minibatch,
            model.optimizer().step(),
            AVERAGE,
            loss,
            Double.NaN,
            "the averaged parameters");
  }

  /** Names the first entry that is not finite, or the loss when all are. */
  static String firstNotFinite(ParameterLayout layout, String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return what + layout.describe(i);
      }
    }
    return "the loss";
  }

  /** From 0. */
  public int epoch() {
    return epoch;
  }

  /** Of the epoch, from 0. */
  public int minibatch() {
    return minibatch;
  }

  /** Optimizer steps made before it. */
  public long step() {
    return step;
  }

  /** From 0; −1 where all together diverged. */
  public int worker() {
    return worker;
  }

  /** Mean loss of the minibatch. */
  public double loss() {
    return loss;
  }

  /** Before clipping; NaN if no gradient was computed. */
  public double gradientNorm() {
    return gradientNorm;
  }

  /** The first entry that is not finite, or what else was not finite. */
  public String where() {
    return where;
  }

  /** One sentence, epochs, minibatches and workers counted from 1. */
  @Override
  public String toString() {
    return "training diverged in epoch "
        + (epoch + 1)
        + ", minibatch "
        + (minibatch + 1)
        + " (optimizer step "
        + step
        + "), "
        + (worker == AVERAGE ? "all workers" : "worker " + (worker + 1))
        + ": loss "
        + loss
        + ", gradient norm "
        + gradientNorm
        + ", first not finite: "
        + where;
  }
}
