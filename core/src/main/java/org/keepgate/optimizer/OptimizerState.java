package org.keepgate.optimizer;

import java.io.Serializable;

/**
 * What an optimizer remembers between steps: how many steps it has made, and vectors in the order
 * of the parameters.
 *
 * <p>Only {@link Optimizer#step} changes it. Whoever receives a shared state (a broadcast, a
 * checkpoint) works on a {@link #copy}.
 */
public final class OptimizerState implements Serializable {
  private static final long serialVersionUID = 1L;

  private long step;
  private final float[][] vectors;

  /**
   * A state as it was saved.
   *
   * @param step optimizer steps made so far
   * @param vectors the optimizer's vectors (momentum, squares …), each as long as the parameters;
   *     not copied
   */
  public OptimizerState(long step, float[][] vectors) {
    if (step < 0) {
      throw new IllegalArgumentException("step must not be negative, got " + step);
    }
    this.step = step;
    this.vectors = vectors;
  }

  /** The state before the first step: all zero. */
  public static OptimizerState zero(int stateVectors, int parameters) {
    return new OptimizerState(0, new float[stateVectors][parameters]);
  }

  /** Optimizer steps made so far. */
  public long step() {
    return step;
  }

  /** The vectors themselves, not copies; their number is {@link Optimizer#stateVectors}. */
  public float[][] vectors() {
    return vectors;
  }

  /** A state of its own that starts with the same values. */
  public OptimizerState copy() {
    float[][] copies = new float[vectors.length][];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = vectors[i].clone();
    }
    return new OptimizerState(step, copies);
  }

  /** Counts one more step, and returns its number, the first being 1. */
  long nextStep() {
    return ++step;
  }
}
