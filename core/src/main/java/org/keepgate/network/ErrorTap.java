package org.keepgate.network;

/** Sees the error that flows back through time, step by step ({@link Network#errorFlow}). */
@FunctionalInterface
public interface ErrorTap {

  /**
   * A layer has gone back over a step: ∂L/∂state of the step before it is known.
   *
   * @param time of the step; layers that run in reverse are left out
   * @param row number of the sequence in the minibatch
   * @param output ‖∂L/∂h‖² of the state that the step was given
   * @param memory ‖∂L/∂c‖² of the same state, where the cell remembers by more than h; else NaN
   */
  void reached(int level, int time, int row, double output, double memory);
}
