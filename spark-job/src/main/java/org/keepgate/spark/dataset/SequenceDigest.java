package org.keepgate.spark.dataset;

import org.keepgate.sequence.ContentDigest;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.TargetKind;

/** What identifies a sequence when it is dealt: its content, or a text's key. */
final class SequenceDigest {

  private SequenceDigest() {}

  /**
   * The place of {@code sequence} in the dealing order. A text is identified by its key, which says
   * where it stands in the input; every other sequence by inputs and targets, because the rows of a
   * table have no place.
   */
  static DealingOrder order(Sequence sequence, SequenceFormat format) {
    ContentDigest digest = new ContentDigest();
    digest
        .add(sequence.symbols())
        .add(sequence.features())
        .add(sequence.classes())
        .add(sequence.values());
    if (format.targetKind() == TargetKind.LABEL_SEQUENCE) {
      digest.add(sequence.labels());
    }
    long content = digest.finish();
    boolean text = format.targetKind() == TargetKind.NEXT_SYMBOL && !sequence.key().isEmpty();
    long identity = text ? digest.add(sequence.key()).finish() : digest.add(content).finish();
    return new DealingOrder(sequence.length(), identity, content);
  }
}
