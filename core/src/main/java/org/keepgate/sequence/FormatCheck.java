package org.keepgate.sequence;

/** Whether a sequence is of a format; if not, one sentence that says what is wrong with it. */
final class FormatCheck {
  private FormatCheck() {}

  /** Steps of {@code sequence} under {@code format}: a text's last symbol is only a target. */
  static int length(Sequence sequence, SequenceFormat format) {
    return format.targetKind() == TargetKind.NEXT_SYMBOL ? sequence.rows() - 1 : sequence.rows();
  }

  /** Numbers that a sequence of {@code length} steps has as targets at its steps. */
  static long targetNumbers(SequenceFormat format, int length) {
    long steps = format.readout() == Readout.EVERY_STEP ? length : 1;
    return switch (format.targetKind()) {
      case NEXT_SYMBOL, LABEL_SEQUENCE -> 0;
      case CLASS -> steps;
      case VALUES, LABELS -> steps * format.outputSize();
    };
  }

  static void require(Sequence sequence, SequenceFormat format) {
    int length = length(sequence, format);
    if (length < 1) {
      throw Sequence.empty(sequence.key());
    }
    if (format.symbols()) {
      requireSymbols(sequence, format);
    } else {
      requireFeatures(sequence, format);
    }
    switch (format.targetKind()) {
      case NEXT_SYMBOL -> requireNoTargets(sequence);
      case CLASS -> requireClasses(sequence, format, targetNumbers(format, length));
      case VALUES -> requireValues(sequence, "values", targetNumbers(format, length));
      case LABELS -> {
        requireValues(sequence, "labels", targetNumbers(format, length));
        requireZeroOrOne(sequence);
      }
      case LABEL_SEQUENCE -> requireLabelSequence(sequence, format, length);
    }
  }

  private static void requireSymbols(Sequence sequence, SequenceFormat format) {
    int[] symbols = sequence.symbols();
    if (symbols == null) {
      throw wrong(sequence, "has features, expected symbols");
    }
    for (int t = 0; t < symbols.length; t++) {
      if (symbols[t] < 0 || symbols[t] >= format.inputSize()) {
        throw wrong(
            sequence,
            "has symbol "
                + symbols[t]
                + " at step "
                + t
                + ", expected "
                + range(format.inputSize()));
      }
    }
  }

  private static void requireFeatures(Sequence sequence, SequenceFormat format) {
    float[] features = sequence.features();
    int size = format.inputSize();
    if (features == null) {
      throw wrong(sequence, "has symbols, expected " + size + " features at a step");
    }
    if (sequence.featureSize() != size) {
      throw wrong(
          sequence, "has " + sequence.featureSize() + " features at a step, expected " + size);
    }
    for (int k = 0; k < features.length; k++) {
      if (!Float.isFinite(features[k])) {
        throw wrong(
            sequence,
            "has "
                + features[k]
                + " as feature "
                + k % size
                + " of step "
                + k / size
                + ", expected a finite number");
      }
    }
  }

  private static void requireNoTargets(Sequence sequence) {
    if (sequence.classes() != null || sequence.values() != null || sequence.labels() != null) {
      throw wrong(
          sequence, "has targets of its own, expected a text, whose symbols are its targets");
    }
  }

  private static void requireClasses(Sequence sequence, SequenceFormat format, long expected) {
    refuseValues(sequence, "classes");
    refuseLabels(sequence, "classes");
    int[] classes = sequence.classes();
    if (classes == null || isUnlabelled(classes)) {
      return;
    }
    if (classes.length != expected) {
      throw wrong(sequence, "has " + classes.length + " labels, expected " + expected);
    }
    for (int value : classes) {
      if (value < -1 || value >= format.outputSize()) {
        throw wrong(
            sequence, "has class " + value + ", expected " + range(format.outputSize()) + " or -1");
      }
    }
  }

  private static void requireValues(Sequence sequence, String what, long expected) {
    refuseClasses(sequence, what);
    refuseLabels(sequence, what);
    float[] values = sequence.values();
    if (values == null) {
      return;
    }
    if (values.length != expected) {
      throw wrong(sequence, "has " + values.length + " target " + what + ", expected " + expected);
    }
    for (float value : values) {
      if (Float.isInfinite(value)) {
        throw wrong(sequence, "has an infinite target value, expected a finite number");
      }
    }
  }

  private static void requireZeroOrOne(Sequence sequence) {
    float[] labels = sequence.values();
    for (int k = 0; labels != null && k < labels.length; k++) {
      if (labels[k] != 0 && labels[k] != 1 && !Float.isNaN(labels[k])) {
        throw wrong(sequence, "has label " + labels[k] + ", expected 0, 1 or nothing");
      }
    }
  }

  private static void requireLabelSequence(Sequence sequence, SequenceFormat format, int length) {
    refuseClasses(sequence, "a list of labels");
    refuseValues(sequence, "a list of labels");
    int[] labels = sequence.labels();
    if (labels == null) {
      return;
    }
    int repeats = 0;
    for (int k = 0; k < labels.length; k++) {
      if (labels[k] < 1 || labels[k] > format.outputSize()) {
        throw wrong(sequence, "has label " + labels[k] + ", expected 1 to " + format.outputSize());
      }
      repeats += k > 0 && labels[k] == labels[k - 1] ? 1 : 0;
    }
    if (length < labels.length + repeats) {
      throw wrong(
          sequence,
          "has "
              + length
              + " steps, too few for its "
              + labels.length
              + " labels: with a blank between equal neighbours they need at least "
              + (labels.length + repeats)
              + "; lengthen the input, shorten the target, or leave the sequence out");
    }
  }

  private static void refuseClasses(Sequence sequence, String expected) {
    if (sequence.classes() != null) {
      throw wrong(sequence, "has classes as targets, expected " + expected);
    }
  }

  private static void refuseValues(Sequence sequence, String expected) {
    if (sequence.values() != null) {
      throw wrong(sequence, "has values as targets, expected " + expected);
    }
  }

  private static void refuseLabels(Sequence sequence, String expected) {
    if (sequence.labels() != null) {
      throw wrong(sequence, "has a list of labels as its target, expected " + expected);
    }
  }

  /** A single −1 stands for a sequence of any length without targets. */
  static boolean isUnlabelled(int[] classes) {
    return classes.length == 1 && classes[0] == -1;
  }

  private static String range(int size) {
    return "0 to " + (size - 1);
  }

  private static InputException wrong(Sequence sequence, String what) {
    return new InputException("sequence '" + sequence.key() + "' " + what);
  }
}
