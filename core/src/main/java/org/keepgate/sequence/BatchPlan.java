package org.keepgate.sequence;

/**
 * The minibatches of one worker's epoch, by index: where a run stands is a number, and to resume is
 * to start at it.
 *
 * <p>A plan is for one thread. The number of minibatches and the bounds on their size are the same
 * in every epoch.
 */
public interface BatchPlan {

  /** Number of minibatches of the epoch; 0 for an empty share. */
  int minibatches();

  /**
   * Fills {@code into} with minibatch {@code index} (0 ≤ index &lt; {@link #minibatches()}),
   * whatever was filled before.
   */
  void fill(int index, Minibatch into);

  /** Where a step of a row of minibatch {@code index} was read from. */
  SequencePlace place(int index, int row, int step);

  /** The most rows at one step; 0 for an empty share. */
  int maxRows();

  /** The most steps of a minibatch; 0 for an empty share. */
  int maxSteps();

  /** A bound on the packed rows N of a minibatch, often far below {@code maxRows × maxSteps}. */
  long maxTotalRows();
}
