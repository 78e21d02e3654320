package org.keepgate.training;

import java.io.Serializable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.GlobalModel;
import org.keepgate.optimizer.GradientClipping;

/** Where a worker, or averaging, met a loss that explodes, or a value that is not finite. */
public final class Divergence implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int ALL = -1; // not of one worker

  private final int epoch;
  private final int minibatch;
  private final long step;
  private final int stepsOfRound;
  private final int worker;
  private final double loss;
  private final double gradientNorm;
  private final String where;
  private final String place;

  /**
   * A finding.
   *
   * @param epoch from 0
   * @param minibatch of the epoch, from 0
   * @param step optimizer steps made before it
   * @param stepsOfRound how many of them the worker has made in this round
   * @param worker its number, from 0; −1 where all together diverged
   * @param loss mean loss of the minibatch
   * @param gradientNorm before clipping; NaN if no gradient was computed
   * @param where the first entry that is not finite, as {@code parameter layers.0.forward.bias[17]
   *     (forget gate, unit 1)}, or what else is wrong
   * @param place sequence and time step at which it first shows; empty if it is of none
   */
  public Divergence(
      int epoch,
      int minibatch,
      long step,
      int stepsOfRound,
      int worker,
      double loss,
      double gradientNorm,
      String where,
      String place) {
    this.epoch = epoch;
    this.minibatch = minibatch;
    this.step = step;
    this.stepsOfRound = stepsOfRound;
    this.worker = worker;
    this.loss = loss;
    this.gradientNorm = gradientNorm;
    this.where = where;
    this.place = place;
  }

  /**
   * Where the step of all workers together has led beyond all numbers; null if it has not.
   *
   * @param names of parameters by their index
   */
  static @Nullable Divergence ofAverage(
      int epoch, int minibatch, double loss, GlobalModel model, IntFunction<String> names) {
    float[] parameters = model.parameters();
    if (Double.isFinite(GradientClipping.norm(parameters))) {
      return null;
    }
    String name = names.apply(firstNotFinite(parameters));
    return new Divergence(
        epoch,
        minibatch,
        model.optimizer().step(),
        1,
        ALL,
        loss,
        Double.NaN,
        "first not finite: averaged parameter " + name,
        "");
  }

  /** Index of the first entry that is not finite; −1 if all are. */
  static int firstNotFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
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

  /** The first entry that is not finite, or what else is wrong. */
  public String where() {
    return where;
  }

  /** Sequence and time step at which it first shows; empty if it is of none. */
  public String place() {
    return place;
  }

  /**
   * Whether no step of the round came before it: what the round started from is then to blame, or
   * the data, and no other learning rate of this round would help.
   */
  boolean isAtStart() {
    return stepsOfRound == 0;
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
        + (worker == ALL ? "all workers" : "worker " + (worker + 1))
        + ": loss "
        + loss
        + ", gradient norm "
        + gradientNorm
        + ", "
        + where
        + (place.isEmpty() ? "" : "; " + place);
  }
}
