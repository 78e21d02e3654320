package org.keepgate.spark.dataset;

import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.keepgate.sequence.Sequence;

/** An input as sequences: surveyed once, then encoded as often as needed. */
public interface SequenceSource {

  /**
   * Finds the encoding from the training part.
   *
   * @throws org.keepgate.sequence.InputException when the training part is empty, or something in
   *     it cannot be read
   */
  Encoding fit();

  /** The sequences of one part, encoded; computed again each time unless cached. */
  JavaRDD<Sequence> sequences(Encoding encoding, Part part);

  /**
   * The sequences to train on, encoded, in pieces that so many workers can share evenly, where the
   * input can be cut.
   */
  default JavaRDD<Sequence> trainingSequences(Encoding encoding, int numWorkers) {
    return sequences(encoding, Part.TRAINING);
  }

  /** The sequences of all parts. */
  JavaRDD<Sequence> sequences(Encoding encoding);

  /** What was found of the input, in words: files, columns, what was left out. */
  String description();

  /** The settings that read another input in the same way, by name. */
  Map<String, Object> settings();
}
