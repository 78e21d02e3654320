package org.keepgate.spark.trainer;

import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.SequenceShare;

/** A {@link ShareTask} that also needs the optimizer state which its worker keeps. */
interface StateTask<R> extends ShareTask<R> {

  /**
   * The result of one worker, numbered from 0.
   *
   * @param kept not to be written to
   */
  R run(int worker, SequenceShare share, OptimizerState kept);
}
