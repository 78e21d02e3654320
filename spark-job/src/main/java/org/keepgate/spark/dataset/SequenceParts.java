package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.keepgate.sequence.InputException;

/**
 * Which part each sequence of a table belongs to: what its column of parts says, else by the
 * fractions; travels to the executors.
 */
final class SequenceParts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HeldOut heldOut;
  private final String column; // of parts; empty = none

  private SequenceParts(HeldOut heldOut, String column) {
    this.heldOut = heldOut;
    this.column = column;
  }

  /** Of a column of parts only what it does not hold out itself is held out by a fraction. */
  static SequenceParts of(TableSource table) {
    HeldOut fractions = HeldOut.of(table.settings());
    SequenceSchema schema = table.schema();
    if (schema.split() == SequenceSchema.NONE) {
      return new SequenceParts(fractions, "");
    }
    JavaRDD<RawSequence> all = table.sequences(table.featureSize());
    String column = schema.columns().name(schema.split());
    List<Part> parts =
        TaskFailure.unwrapped(
            () -> all.map(sequence -> named(sequence, column)).distinct().collect());
    if (!parts.contains(Part.TRAINING)) {
      throw new InputException(
          "splitColumn: expected rows with 'train' in column "
              + column
              + " of "
              + table.name()
              + "; found none");
    }
    double validation = parts.contains(Part.VALIDATION) ? 0 : fractions.validationFraction();
    return new SequenceParts(new HeldOut(validation, 0), column);
  }

  private static Part named(RawSequence sequence, String column) {
    String word = String.valueOf(sequence.split());
    Part part = Part.ofWord(word);
    if (part == null) {
      throw sequence.wrong(column, "train, validation or test", "'" + word + "'");
    }
    return part;
  }

  /** The part of a sequence. */
  Part part(RawSequence sequence) {
    Part named = sequence.split() == null ? Part.TRAINING : named(sequence, column);
    return named == Part.TRAINING ? heldOut.part(sequence.digest()) : named;
  }
}
