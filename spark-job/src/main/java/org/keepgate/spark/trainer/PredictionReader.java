package org.keepgate.spark.trainer;

import java.io.Serializable;
import java.util.List;
import org.keepgate.sequence.Sequence;

/**
 * Makes rows of what a network says of a sequence; travels to the executors.
 *
 * @param <R> what a row is
 */
public interface PredictionReader<R> extends Serializable {

  /** Begins with a sequence; several are read side by side, each by a reading of its own. */
  Reading<R> begin(Sequence sequence);

  /**
   * Numbers that a reading keeps of each step until it finishes: by them the memory of a task is
   * bounded.
   *
   * @param outputWidth numbers that the network puts out at a step
   */
  default int numbersKept(int outputWidth) {
    return outputWidth;
  }

  /**
   * Whether it is given, at every step, the outputs h of the top layer, of two directions [h→, h←],
   * instead of those of the head.
   */
  default boolean readsTopLayer() {
    return false;
  }

  /**
   * What is read of one sequence, step after step.
   *
   * @param <R> what a row is
   */
  interface Reading<R> {

    /**
     * A step at which the network predicts: each one, or the last only.
     *
     * @param step from 0
     * @param outputs probabilities or values, or those of the top layer; overwritten after the call
     */
    void add(int step, float[] outputs);

    /** The rows of the sequence, after its last step. */
    List<R> finish();
  }
}
