package org.keepgate.training;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.optimizer.OptimizerState;

/**
 * What one worker hands back after a round; averages are taken once, by the receiver, in the order
 * of the workers.
 */
public final class WorkerOutcome implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int worker;
  private final double work;
  private final float[] parameters;
  private final OptimizerState optimizer;
  private final MetricSums metrics;
  private final float[] carried;
  private final int minibatches;
  private final double gradientNormSum;
  private final LossSpan losses;
  private final long nanos;
  private final String fingerprint;
  private final Divergence[] skipped; // an array: Kryo takes no immutable lists
  private final @Nullable Divergence divergence;

  /**
   * An outcome; arrays are held, not copied. Without work, parameters and optimizer state may be
   * empty: nobody looks at them.
   *
   * @param work targets trained; 0 weighs nothing
   * @param parameters or the gradient, where gradients are averaged
   * @param optimizer without vectors where nobody asks for it
   * @param metrics of the minibatches as they were trained
   * @param carried recurrent state for the next round of the epoch; empty if nothing carries over
   * @param minibatches optimizer steps made in this round
   * @param gradientNormSum over these steps, before clipping
   * @param losses at both ends of the round, for reports only
   * @param nanos time taken, for reports only
   * @param fingerprint what the bits of the arithmetic depend on
   * @param skipped minibatches that diverged and were left out
   */
  public WorkerOutcome(
      int worker,
      double work,
      float[] parameters,
      OptimizerState optimizer,
      MetricSums metrics,
      float[] carried,
      int minibatches,
      double gradientNormSum,
      LossSpan losses,
      long nanos,
      String fingerprint,
      Divergence[] skipped,
      @Nullable Divergence divergence) {
    this.worker = worker;
    this.work = work;
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.metrics = metrics;
    this.carried = carried;
    this.minibatches = minibatches;
    this.gradientNormSum = gradientNormSum;
    this.losses = losses;
    this.nanos = nanos;
    this.fingerprint = fingerprint;
    this.skipped = skipped;
    this.divergence = divergence;
  }

  /** Number of the worker, from 0. */
  public int worker() {
    return worker;
  }

  /** Targets trained; 0 weighs nothing. */
  public double work() {
    return work;
  }

  public float[] parameters() {
    return parameters;
  }

  public OptimizerState optimizer() {
    return optimizer;
  }

  /**
   * The same with the state that a worker which keeps its own goes on with.
   *
   * @param before the one that it started the round with: it stays where there was no work
   */
  public WorkerOutcome keeping(OptimizerState before) {
    return work > 0 && divergence == null ? this : with(parameters, before);
  }

  /** Of the minibatches as they were trained. */
  public MetricSums metrics() {
    return metrics;
  }

  /** Recurrent state for the next round of the epoch; empty if nothing carries over. */
  public float[] carried() {
    return carried;
  }

  /** Optimizer steps made in this round. */
  public int minibatches() {
    return minibatches;
  }

  /** Sum of the gradient norms of these steps, before clipping. */
  public double gradientNormSum() {
    return gradientNormSum;
  }

  /** At both ends of the round, for reports only. */
  public LossSpan losses() {
    return losses;
  }

  /**
   * What the mean of {@link #parameters} weighs it by: work; of a mean gradient, the weight of the
   * losses that it is the mean of.
   */
  public double weight(AveragingSpec averaging) {
    return averaging.averagesGradients() ? metrics.lossWeight() : work;
  }

  /** The same without its large arrays; the optimizer's step stays. */
  WorkerOutcome withoutArrays() {
    return with(new float[0], new OptimizerState(optimizer.step(), new float[0][]));
  }

  /** The same without the optimizer's vectors; its step stays. */
  public WorkerOutcome withoutOptimizer() {
    return with(parameters, new OptimizerState(optimizer.step(), new float[0][]));
  }

  private WorkerOutcome with(float[] otherParameters, OptimizerState otherOptimizer) {
    return new WorkerOutcome(
        worker,
        work,
        otherParameters,
        otherOptimizer,
        metrics,
        carried,
        minibatches,
        gradientNormSum,
        losses,
        nanos,
        fingerprint,
        skipped,
        divergence);
  }

  /** Bytes of all arrays. */
  long bytes() {
    long floats = (long) parameters.length + carried.length;
    for (float[] vector : optimizer.vectors()) {
      floats += vector.length;
    }
    return Float.BYTES * floats;
  }

  /** Time taken, for reports only. */
  public long nanos() {
    return nanos;
  }

  /**
   * What the bits of the arithmetic depend on: matrix provider and version, CPU type, JDK major.
   */
  public String fingerprint() {
    return fingerprint;
  }

  /** Minibatches that diverged and were left out, in their order; not a copy. */
  public Divergence[] skipped() {
    return skipped;
  }

  /**
   * Not null if the worker stopped at a value that is not finite; then nothing else here is to be
   * used.
   */
  public @Nullable Divergence divergence() {
    return divergence;
  }
}
