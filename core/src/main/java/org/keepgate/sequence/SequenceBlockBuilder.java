package org.keepgate.sequence;

import java.util.Arrays;

/** Packs checked sequences, one after another, into a {@link SequenceBlock}. */
public final class SequenceBlockBuilder {
  private static final int LONGEST_ARRAY =
      Integer.MAX_VALUE - 16; // the virtual machine's own few words

  /** The whole list of labels of a sequence without a target. */
  static final int UNLABELLED = -1;

  final SequenceFormat format;
  int count;
  int targets;
  String[] keys = new String[8];
  int[] firstSteps = new int[9];
  int[] symbols = {};
  int symbolCount;
  float[] features = {};
  int featureCount;
  int[] classes = {};
  int classCount;
  float[] values = {};
  int valueCount;
  int[] labels = {};
  int labelCount;
  int[] firstLabels = {0};

  SequenceBlockBuilder(SequenceFormat format) {
    this.format = format;
  }

  /**
   * Adds a sequence at the end. One without targets is kept as unlabelled (a text is its own
   * target). A refused sequence leaves nothing behind.
   *
   * @throws InputException when the sequence has no step, is not of the format, or does not fit
   */
  public SequenceBlockBuilder add(Sequence sequence) {
    FormatCheck.require(sequence, format);
    int length = FormatCheck.length(sequence, format);
    requireRoom(sequence, length);
    addInputs(sequence);
    switch (format.targetKind()) {
      case NEXT_SYMBOL -> targets += length;
      case CLASS -> addClasses(sequence, length);
      case VALUES, LABELS -> addValues(sequence, length);
      case LABEL_SEQUENCE -> addLabels(sequence);
    }
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
      firstSteps = Arrays.copyOf(firstSteps, 2 * count + 1);
    }
    keys[count] = sequence.key();
    firstSteps[count + 1] = firstSteps[count] + length;
    count++;
    return this;
  }

  /** Number of sequences so far. */
  public int count() {
    return count;
  }

  /** Bytes of the arrays so far, keys not counted: a block is well cut at about 1 MB. */
  public long bytes() {
    return 4L * (1L + count + symbolCount + featureCount + classCount + valueCount + labelCount);
  }

  /** The block of all sequences added so far. */
  public SequenceBlock build() {
    return new SequenceBlock(this);
  }

  private void addInputs(Sequence sequence) {
    int[] newSymbols = sequence.symbols();
    float[] newFeatures = sequence.features();
    if (newSymbols != null) {
      symbols = grown(symbols, symbolCount, newSymbols.length);
      System.arraycopy(newSymbols, 0, symbols, symbolCount, newSymbols.length);
      symbolCount += newSymbols.length;
    } else if (newFeatures != null) {
      features = grown(features, featureCount, newFeatures.length);
      System.arraycopy(newFeatures, 0, features, featureCount, newFeatures.length);
      featureCount += newFeatures.length;
    }
  }

  private void addClasses(Sequence sequence, int length) {
    int size = (int) FormatCheck.targetNumbers(format, length);
    int[] from = sequence.classes();
    classes = grown(classes, classCount, size);
    if (from == null || FormatCheck.isUnlabelled(from)) {
      Arrays.fill(classes, classCount, classCount + size, -1);
    } else {
      System.arraycopy(from, 0, classes, classCount, size);
      for (int value : from) {
        targets += value >= 0 ? 1 : 0;
      }
    }
    classCount += size;
  }

  private void addValues(Sequence sequence, int length) {
    int size = (int) FormatCheck.targetNumbers(format, length);
    float[] from = sequence.values();
    values = grown(values, valueCount, size);
    if (from == null) {
      Arrays.fill(values, valueCount, valueCount + size, Float.NaN);
    } else {
      System.arraycopy(from, 0, values, valueCount, size);
      for (int k = 0; k < size; k += format.outputSize()) {
        targets += SequenceBlock.hasTarget(from, k, format.outputSize()) ? 1 : 0;
      }
    }
    valueCount += size;
  }

  private void addLabels(Sequence sequence) {
    int[] given = sequence.labels();
    int[] from = given == null ? new int[] {UNLABELLED} : given;
    labels = grown(labels, labelCount, from.length);
    System.arraycopy(from, 0, labels, labelCount, from.length);
    labelCount += from.length;
    firstLabels = grown(firstLabels, count + 1, 1);
    firstLabels[count + 1] = labelCount;
    targets += given == null ? 0 : 1;
  }

  private void requireRoom(Sequence sequence, int length) {
    long inputs = (long) sequence.rows() * (format.symbols() ? 1 : format.inputSize());
    long used = format.symbols() ? symbolCount : featureCount;
    long targetNumbers = FormatCheck.targetNumbers(format, length);
    if (used + inputs > LONGEST_ARRAY
        || Math.max(classCount, valueCount) + targetNumbers > LONGEST_ARRAY
        || (long) labelCount + length > LONGEST_ARRAY) {
      throw new InputException(
          "sequence '"
              + sequence.key()
              + "' of "
              + length
              + " steps does not fit into a block that has "
              + bytes()
              + " bytes: start another block, or cut the sequence");
    }
  }

  private static int[] grown(int[] array, int count, int more) {
    int needed = count + more;
    return needed <= array.length ? array : Arrays.copyOf(array, capacity(needed));
  }

  private static float[] grown(float[] array, int count, int more) {
    int needed = count + more;
    return needed <= array.length ? array : Arrays.copyOf(array, capacity(needed));
  }

  private static int capacity(int needed) {
    return (int) Math.min(LONGEST_ARRAY, needed + needed / 2L);
  }
}
