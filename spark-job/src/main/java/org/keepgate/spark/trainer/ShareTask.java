package org.keepgate.spark.trainer;

import java.io.Serializable;
import org.keepgate.sequence.SequenceShare;

/** What a task does with its worker's share: pure, so that it may run twice or anywhere. */
@FunctionalInterface
interface ShareTask<R> extends Serializable {

  /** The result of one worker, numbered from 0. */
  R run(int worker, SequenceShare share);

  /** What its minibatches measure, for the {@link MemoryShortage}; empty if it has none. */
  default String batch(int worker, SequenceShare share) {
    return "";
  }
}
