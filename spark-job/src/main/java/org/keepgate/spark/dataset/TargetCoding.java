package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.List;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.TargetKind;
import org.keepgate.sequence.Vocabulary;

/** Makes what a table has for targets the numbers that a network is to predict. */
final class TargetCoding implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Encoding encoding;
  private final String labelColumn;
  private final String[] targetColumns;
  private final boolean everyStep;

  TargetCoding(Encoding encoding, SequenceSchema schema) {
    this.encoding = encoding;
    this.labelColumn =
        schema.label() == SequenceSchema.NONE ? "" : schema.columns().name(schema.label());
    this.targetColumns = schema.names(schema.targets()).toArray(new String[0]);
    this.everyStep = schema.everyStep();
  }

  /** The sequence with its targets, or with none where they are not read. */
  Sequence targeted(Sequence sequence, RawSequence raw) {
    return switch (encoding.format().targetKind()) {
      case CLASS -> classes(sequence, raw);
      case LABEL_SEQUENCE -> labelSequence(sequence, raw);
      case VALUES, LABELS -> values(sequence, raw);
      case NEXT_SYMBOL -> throw new IllegalStateException("texts are their own targets");
    };
  }

  private Sequence classes(Sequence sequence, RawSequence raw) {
    String[] labels = raw.labels();
    return labels == null
        ? sequence.withClasses(-1)
        : sequence.withClasses(numbers(labels, raw, labels.length > 1));
  }

  private int[] numbers(String[] labels, RawSequence raw, boolean many) {
    Vocabulary known = labels();
    int[] numbers = new int[labels.length];
    for (int t = 0; t < numbers.length; t++) {
      if (!known.contains(labels[t])) {
        throw raw.wrong(
            labelColumn,
            "a label seen in training, one of " + named(known),
            "'" + labels[t] + "'" + (many ? " at step " + (t + 1) : ""));
      }
      numbers[t] = known.number(labels[t]);
    }
    return numbers;
  }

  /** Numbers from 1 on, 0 is the blank; with a blank between equal neighbours they need steps. */
  private Sequence labelSequence(Sequence sequence, RawSequence raw) {
    String[] labels = raw.labels();
    if (labels == null) {
      return sequence.withLabelSequence();
    }
    int[] numbers = numbers(labels, raw, false);
    int repeats = 0;
    for (int k = 0; k < numbers.length; k++) {
      numbers[k]++;
      repeats += k > 0 && numbers[k] == numbers[k - 1] ? 1 : 0;
    }
    if (numbers.length + repeats > sequence.rows()) {
      throw raw.wrong(
          labelColumn,
          "no more labels than the input has steps, "
              + sequence.rows()
              + (repeats > 0 ? ", with one step more between equal neighbours" : ""),
          numbers.length
              + " labels"
              + (repeats > 0 ? ", " + repeats + " of them like the one before" : "")
              + ": lengthen the input, or leave the row out");
    }
    return sequence.withLabelSequence(numbers);
  }

  private Sequence values(Sequence sequence, RawSequence raw) {
    float[] targets = raw.targets();
    if (targets == null) {
      return sequence;
    }
    int size = encoding.format().outputSize();
    int expected = Math.multiplyExact(size, everyStep ? sequence.rows() : 1);
    if (targets.length != expected) {
      throw raw.wrong(
          targetColumns[0],
          size + " numbers" + (everyStep ? " at a step" : ""),
          String.valueOf(everyStep ? targets.length / sequence.rows() : targets.length));
    }
    if (encoding.format().targetKind() == TargetKind.LABELS) {
      requireZeroOrOne(targets, size, raw);
    }
    float[] values = targets.clone();
    Standardizer units = encoding.targets();
    if (units != null) {
      units.apply(values);
    }
    return sequence.withValues(values);
  }

  private void requireZeroOrOne(float[] targets, int size, RawSequence raw) {
    for (int k = 0; k < targets.length; k++) {
      if (targets[k] != 0 && targets[k] != 1) {
        int column = k % size;
        throw raw.wrong(
            targetColumns[targetColumns.length == size ? column : 0],
            "0 or 1",
            NumberText.written(targets[k]) + (everyStep ? " at step " + (k / size + 1) : ""));
      }
    }
  }

  private Vocabulary labels() {
    Vocabulary labels = encoding.labels();
    if (labels == null) {
      throw new InputException("the model has no labels, expected those of its training");
    }
    return labels;
  }

  private static String named(Vocabulary labels) {
    List<String> some = labels.symbols();
    return some.size() <= 10
        ? String.join(", ", some)
        : String.join(", ", some.subList(0, 10)) + " … (" + some.size() + " in all)";
  }
}
