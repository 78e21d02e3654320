package org.keepgate.sequence;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many sequences packed into a few arrays: what an executor holds, caches and ships instead of
 * boxed rows.
 *
 * <p>Arrays and numbers only, so that both Java's and Kryo's serialisation carry it. A text of n +
 * 1 symbols has n steps and keeps all its symbols; every other sequence keeps one symbol or one row
 * of features a step.
 */
public final class SequenceBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private final boolean symbolInputs;
  private final int inputSize;
  private final String targetKind; // names: no enum or record inside
  private final String readout;
  private final int outputSize;
  private final boolean nextSymbol; // symbols of a text: one more than its steps
  private final boolean everyStep;
  private final boolean valueTargets;
  private final boolean labelTargets;

  private final byte[] keys; // packed
  private final int[] firstKeyBytes; // [count + 1]
  private final int[] firstSteps; // [count + 1]
  private final int[] symbols;
  private final float[] features; // [steps × I]
  private final int[] classes; // [steps] or [count]
  private final float[] values; // [steps × O] or [count × O]
  private final int[] labels; // list after list; a single −1: no target
  private final int[] firstLabels; // [count + 1], or nothing
  private final int targets;
  private final long fingerprint;

  SequenceBlock(SequenceBlockBuilder from) {
    SequenceFormat format = from.format;
    symbolInputs = format.symbols();
    inputSize = format.inputSize();
    targetKind = format.targetKind().name();
    readout = format.readout().name();
    outputSize = format.outputSize();
    nextSymbol = format.targetKind() == TargetKind.NEXT_SYMBOL;
    everyStep = format.readout() == Readout.EVERY_STEP;
    valueTargets = format.targetKind().hasValues();
    labelTargets = format.targetKind() == TargetKind.LABEL_SEQUENCE;
    PackedKeys packed = PackedKeys.of(from.keys, from.count);
    keys = packed.utf8;
    firstKeyBytes = packed.firstBytes;
    firstSteps = Arrays.copyOf(from.firstSteps, from.count + 1);
    symbols = Arrays.copyOf(from.symbols, from.symbolCount);
    features = Arrays.copyOf(from.features, from.featureCount);
    classes = Arrays.copyOf(from.classes, from.classCount);
    values = Arrays.copyOf(from.values, from.valueCount);
    labels = Arrays.copyOf(from.labels, from.labelCount);
    firstLabels = labelTargets ? Arrays.copyOf(from.firstLabels, from.count + 1) : new int[0];
    targets = from.targets;
    fingerprint = digest();
  }

  /** Sequences {@code from} … {@code to − 1} of a block. */
  private SequenceBlock(SequenceBlock of, int from, int to) {
    symbolInputs = of.symbolInputs;
    inputSize = of.inputSize;
    targetKind = of.targetKind;
    readout = of.readout;
    outputSize = of.outputSize;
    nextSymbol = of.nextSymbol;
    everyStep = of.everyStep;
    valueTargets = of.valueTargets;
    labelTargets = of.labelTargets;
    int first = of.firstSteps[from];
    int end = of.firstSteps[to];
    PackedKeys packed = of.keys().range(from, to);
    keys = packed.utf8;
    firstKeyBytes = packed.firstBytes;
    firstSteps = shifted(of.firstSteps, from, to);
    int more = nextSymbol ? 1 : 0; // a symbol of each text
    symbols = range(of.symbols, first + more * from, end + more * to);
    features = range(of.features, first * inputSize, end * inputSize);
    int firstTarget = everyStep ? first : from;
    int endTarget = everyStep ? end : to;
    classes = range(of.classes, firstTarget, endTarget);
    values = range(of.values, firstTarget * outputSize, endTarget * outputSize);
    labels = labelTargets ? range(of.labels, of.firstLabels[from], of.firstLabels[to]) : of.labels;
    firstLabels = labelTargets ? shifted(of.firstLabels, from, to) : of.firstLabels;
    targets = targetsOf(to - from);
    fingerprint = digest();
  }

  private static int[] shifted(int[] starts, int from, int to) {
    int[] shifted = new int[to - from + 1];
    Arrays.setAll(shifted, k -> starts[from + k] - starts[from]);
    return shifted;
  }

  /** Of an array that blocks of this format do not have nothing is left, either. */
  private static int[] range(int[] values, int from, int to) {
    return values.length == 0 ? values : Arrays.copyOfRange(values, from, to);
  }

  private static float[] range(float[] values, int from, int to) {
    return values.length == 0 ? values : Arrays.copyOfRange(values, from, to);
  }

  private int targetsOf(int count) {
    if (nextSymbol) {
      return firstSteps[count];
    }
    int found = 0;
    for (int value : classes) {
      found += value >= 0 ? 1 : 0;
    }
    for (int k = 0; k < values.length; k += outputSize) {
      found += hasTarget(values, k, outputSize) ? 1 : 0;
    }
    for (int i = 0; labelTargets && i < count; i++) {
      found += labelCount(i) >= 0 ? 1 : 0;
    }
    return found;
  }

  private long digest() {
    ContentDigest digest =
        new ContentDigest().add(firstSteps).add(symbols).add(features).add(classes).add(values);
    return (labelTargets ? digest.add(firstLabels).add(labels) : digest).finish();
  }

  /** An empty builder for sequences of {@code format}. */
  public static SequenceBlockBuilder builder(SequenceFormat format) {
    return new SequenceBlockBuilder(format);
  }

  /** What the sequences look like. */
  public SequenceFormat format() {
    return new SequenceFormat(
        symbolInputs,
        inputSize,
        TargetKind.valueOf(targetKind),
        Readout.valueOf(readout),
        outputSize);
  }

  /** Number of sequences. */
  public int count() {
    return firstSteps.length - 1;
  }

  /** Steps of sequence {@code i}. */
  public int length(int i) {
    return firstSteps[i + 1] - firstSteps[i];
  }

  /** Steps of all sequences. */
  public int steps() {
    return firstSteps[count()];
  }

  /** Steps that have a target; of label sequences, the sequences that have one. */
  public int targets() {
    return targets;
  }

  /** Key of sequence {@code i}. */
  public String key(int i) {
    return keys().get(i);
  }

  private PackedKeys keys() {
    return new PackedKeys(keys, firstKeyBytes);
  }

  /** Bytes of the arrays, keys not counted. */
  public long bytes() {
    return 4L
        * ((long) firstSteps.length
            + symbols.length
            + features.length
            + classes.length
            + values.length
            + labels.length
            + firstLabels.length);
  }

  /** Bytes of the memory that the block takes on the heap, keys counted. */
  public long heapBytes() {
    return bytes() + keys().bytes();
  }

  /**
   * The same sequences in the same order, in blocks of {@code most} bytes, keys not counted; of
   * more only where a single sequence has more.
   */
  public List<SequenceBlock> pieces(long most) {
    List<SequenceBlock> pieces = new ArrayList<>();
    double bytesPerStep = (double) bytes() / Math.max(1, steps());
    int from = 0;
    for (int to = 1; to <= count(); to++) {
      boolean last = to == count();
      if (last || bytesPerStep * (firstSteps[to + 1] - firstSteps[from]) > most) {
        pieces.add(new SequenceBlock(this, from, to));
        from = to;
      }
    }
    return pieces;
  }

  /** Tells whether two blocks have the same sequences in the same order, whatever their keys. */
  public long fingerprint() {
    return fingerprint;
  }

  /**
   * Input symbols of steps {@code fromStep} … {@code fromStep + steps − 1} of sequence {@code i}.
   */
  public void readSymbols(int i, int fromStep, int steps, int[] into, int offset) {
    System.arraycopy(symbols, firstSymbol(i, fromStep, steps), into, offset, steps);
  }

  /** Features of a range of steps, row after row. */
  public void readFeatures(int i, int fromStep, int steps, float[] into, int offset) {
    int first = firstStep(i, fromStep, steps);
    System.arraycopy(features, first * inputSize, into, offset, steps * inputSize);
  }

  /** Target classes (or next symbols) of a range of steps; −1 at a step without a target. */
  public void readTargetClasses(int i, int fromStep, int steps, int[] into, int offset) {
    int first = firstStep(i, fromStep, steps);
    if (nextSymbol) {
      System.arraycopy(symbols, first + i + 1, into, offset, steps);
    } else if (everyStep) {
      System.arraycopy(classes, first, into, offset, steps);
    } else {
      Arrays.fill(into, offset, offset + steps, -1);
      if (fromStep + steps == length(i) && steps > 0) {
        into[offset + steps - 1] = classes[i];
      }
    }
  }

  /** Target values of a range of steps, row after row; NaN where there is no target. */
  public void readTargetValues(int i, int fromStep, int steps, float[] into, int offset) {
    int first = firstStep(i, fromStep, steps);
    int size = outputSize;
    if (everyStep) {
      System.arraycopy(values, first * size, into, offset, steps * size);
    } else {
      Arrays.fill(into, offset, offset + steps * size, Float.NaN);
      if (fromStep + steps == length(i) && steps > 0) {
        System.arraycopy(values, i * size, into, offset + (steps - 1) * size, size);
      }
    }
  }

  /** Number of target labels of sequence {@code i}; −1: it has no target. */
  public int labelCount(int i) {
    int count = firstLabels[i + 1] - firstLabels[i];
    return count == 1 && labels[firstLabels[i]] == SequenceBlockBuilder.UNLABELLED ? -1 : count;
  }

  /** Target labels of sequence {@code i}, {@link #labelCount} of them. */
  public void readLabels(int i, int[] into, int offset) {
    System.arraycopy(labels, firstLabels[i], into, offset, Math.max(0, labelCount(i)));
  }

  /**
   * Copies inputs and targets of {@code steps} steps of sequence {@code i} to row {@code row} of
   * the steps from {@code atStep} on of a laid out minibatch, and counts the targets there.
   */
  void copyTo(int i, int fromStep, int steps, Minibatch into, int row, int atStep) {
    int first = firstSteps[i] + fromStep;
    int[] firstRows = into.firstRows();
    if (symbolInputs) {
      int from = nextSymbol ? first + i : first;
      int[] target = into.symbols();
      for (int t = 0; t < steps; t++) {
        target[firstRows[atStep + t] + row] = symbols[from + t];
      }
    } else {
      float[] target = into.features();
      for (int t = 0; t < steps; t++) {
        int to = (firstRows[atStep + t] + row) * inputSize;
        System.arraycopy(features, (first + t) * inputSize, target, to, inputSize);
      }
    }
    boolean ends = fromStep + steps == length(i);
    if (labelTargets) {
      into.addTargets(copyLabels(i, fromStep == 0 && ends, into, row));
    } else if (valueTargets) {
      into.addTargets(copyValues(i, first, steps, ends, into, row, atStep));
    } else {
      into.addTargets(copyClasses(i, first, steps, ends, into, row, atStep));
    }
  }

  private int copyLabels(int i, boolean whole, Minibatch into, int row) {
    if (!whole) {
      throw new IllegalArgumentException(
          "sequence '" + key(i) + "' has labels for the whole of it, so it cannot be cut");
    }
    int count = labelCount(i);
    if (count < 0) {
      return 0;
    }
    into.setLabels(row, labels, firstLabels[i], count);
    return 1;
  }

  private int copyClasses(
      int i, int first, int steps, boolean ends, Minibatch into, int row, int atStep) {
    int[] firstRows = into.firstRows();
    int[] target = into.targetClasses();
    if (!nextSymbol && !everyStep) {
      for (int t = 0; t < steps; t++) {
        target[firstRows[atStep + t] + row] = -1;
      }
      if (!ends || classes[i] < 0) {
        return 0;
      }
      target[firstRows[atStep + steps - 1] + row] = classes[i];
      return 1;
    }
    int[] source = nextSymbol ? symbols : classes;
    int from = nextSymbol ? first + i + 1 : first;
    int count = 0;
    for (int t = 0; t < steps; t++) {
      int value = source[from + t];
      target[firstRows[atStep + t] + row] = value;
      count += value >= 0 ? 1 : 0;
    }
    return count;
  }

  private int copyValues(
      int i, int first, int steps, boolean ends, Minibatch into, int row, int atStep) {
    int[] firstRows = into.firstRows();
    float[] target = into.targetValues();
    int size = outputSize;
    int count = 0;
    for (int t = 0; t < steps; t++) {
      int to = (firstRows[atStep + t] + row) * size;
      int from = everyStep ? (first + t) * size : i * size;
      if (everyStep || (ends && t == steps - 1)) {
        System.arraycopy(values, from, target, to, size);
        count += hasTarget(values, from, size) ? 1 : 0;
      } else {
        Arrays.fill(target, to, to + size, Float.NaN);
      }
    }
    return count;
  }

  /** Whether a step has a target: at least one of its values is a number. */
  static boolean hasTarget(float[] values, int from, int size) {
    for (int k = 0; k < size; k++) {
      if (!Float.isNaN(values[from + k])) {
        return true;
      }
    }
    return false;
  }

  private int firstSymbol(int i, int fromStep, int steps) {
    int first = firstStep(i, fromStep, steps);
    return nextSymbol ? first + i : first;
  }

  private int firstStep(int i, int fromStep, int steps) {
    if (fromStep < 0 || steps < 0 || fromStep + steps > length(i)) {
      throw new IllegalArgumentException(
          "steps "
              + fromStep
              + " to "
              + (fromStep + steps)
              + " asked of sequence '"
              + key(i)
              + "', which has "
              + length(i));
    }
    return firstSteps[i] + fromStep;
  }

  /** Equal content: format, keys, inputs and targets. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SequenceBlock that
        && format().equals(that.format())
        && keys().equals(that.keys())
        && Arrays.equals(firstSteps, that.firstSteps)
        && Arrays.equals(symbols, that.symbols)
        && Arrays.equals(features, that.features)
        && Arrays.equals(classes, that.classes)
        && Arrays.equals(values, that.values)
        && Arrays.equals(labels, that.labels)
        && Arrays.equals(firstLabels, that.firstLabels);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(
        new int[] {
          format().hashCode(),
          keys().hashCode(),
          Arrays.hashCode(firstSteps),
          Arrays.hashCode(symbols),
          Arrays.hashCode(features),
          Arrays.hashCode(classes),
          Arrays.hashCode(values),
          Arrays.hashCode(labels),
          Arrays.hashCode(firstLabels)
        });
  }

  @Override
  public String toString() {
    return "SequenceBlock of " + count() + " sequences, " + steps() + " steps";
  }
}
