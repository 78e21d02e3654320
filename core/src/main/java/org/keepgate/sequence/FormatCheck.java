package org.keepgate.sequence;

/** Whether a sequence is of a format; if not, one sentence that says what is wrong with it. */
final class FormatCheck {
  private FormatCheck() {}

  /** Steps of {@code sequence} under {@code format}: a text's last symbol is only a target. */
  static int length(Sequence sequence, SequenceFormat format) {
    return format.targetKind() == TargetKind.NEXT_SYMBOL ? sequence.rows() - 1 : sequence.rows();
  }

  /** Numbers that a sequence of {@code length} steps has as its targets: classes, or values. */
  static long targetNumbers(SequenceFormat format, int length) {
    long steps = format.readout() == Readout.EVERY_STEP ? length : 1;
    return switch (format.targetKind()) {
      case NEXT_SYMBOL -> 0;
      case CLASS -> steps;
      case VALUES -> steps * format.outputSize();
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
      case VALUES -> requireValues(sequence, targetNumbers(format, length));
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
    if (sequence.classes() != null || sequence.values() != null) {
      throw wrong(
          sequence, "has targets of its own, expected a text, whose symbols are its targets");
    }
  }

  private static void requireClasses(Sequence sequence, SequenceFormat format, long expected) {
    if (sequence.values() != null) {
      throw wrong(sequence, "has values as targets, expected classes");
    }
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

  private static void requireValues(Sequence sequence, long expected) {
    if (sequence.classes() != null) {
      throw wrong(sequence, "has classes as targets, expected values");
    }
    float[] values = sequence.values();
    if (values == null) {
      return;
    }
    if (values.length != expected) {
      throw wrong(sequence, "has " + values.length + " target values, expected " + expected);
    }
    for (float value : values) {
      if (Float.isInfinite(value)) {
        throw wrong(sequence, "has an infinite target value, expected a finite number");
      }
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
