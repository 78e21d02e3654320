package org.keepgate.sequence;

import java.util.Arrays;

/**
 * Several sequences, or pieces of them, side by side: what a network is given at once. Time-major
 * and packed.
 *
 * <pre>
 *   row        0 1 2 3 4            the packed rows, longest row first:
 *   step 0     a b c d e            a b c d e | a b c d | a b | a
 *   step 1     a b c d              N = 12, firstRow = 0 5 9 11
 *   step 2     a b                  B = rows(0) = 5, F features, O target values
 *   step 3     a
 * </pre>
 *
 * <p>Step t holds only the rows that still run, {@code rows(t)} of them, never more than the step
 * before; nothing is padded. An array of one entry per packed row has that of row r at step t at
 * {@code firstRow(t) + r}.
 *
 * <p>Made once and filled again and again: the arrays grow to the largest minibatch and are then
 * reused, so they are often longer than {@link #totalRows()} says.
 */
public final class Minibatch {
  private final SequenceFormat format;
  private int steps;
  private boolean continues;
  private int announcedRows;
  private int targetCount;
  private int[] firstRows; // [steps + 1]
  private int[] rowLengths; // [B]
  private int[] sequences; // [B]
  private int[] symbols = {};
  private float[] features = {};
  private int[] targetClasses = {};
  private float[] targetValues = {};
  private int[] labels = {};
  private int[] firstLabels; // [B]
  private int[] labelCounts; // [B]
  private int labelsUsed;

  /**
   * An empty minibatch for sequences of {@code format}.
   *
   * @param maxRowsPerStep rows to expect at a step, maxSteps steps to expect: more are no error,
   *     only a larger array
   */
  public Minibatch(SequenceFormat format, int maxRowsPerStep, int maxSteps) {
    this.format = format;
    this.firstRows = new int[maxSteps + 1];
    this.rowLengths = new int[maxRowsPerStep];
    this.sequences = new int[maxRowsPerStep];
    this.firstLabels = new int[maxRowsPerStep];
    this.labelCounts = new int[maxRowsPerStep];
  }

  /** What the sequences look like. */
  public SequenceFormat format() {
    return format;
  }

  /** Number of steps: the length of row 0. */
  public int steps() {
    return steps;
  }

  /** Rows that run at a step. */
  public int rows(int step) {
    return firstRows[step + 1] - firstRows[step];
  }

  /** Packed row at which a step begins; {@code firstRow(steps())} is {@link #totalRows()}. */
  public int firstRow(int step) {
    return firstRows[step];
  }

  /** The row that a packed row belongs to, which is the packed row of its first step. */
  public int rowOf(int packedRow) {
    int step = Arrays.binarySearch(firstRows, 0, steps, packedRow);
    return packedRow - firstRows[step >= 0 ? step : -step - 2]; // the last step to begin before it
  }

  /** All packed rows N, the sum of rows(t). */
  public int totalRows() {
    return firstRows[steps];
  }

  /** Rows B at the first step. */
  public int batchSize() {
    return steps == 0 ? 0 : firstRows[1];
  }

  /** Steps of a row. */
  public int length(int row) {
    return rowLengths[row];
  }

  /** Input symbols [N]. */
  public int[] symbols() {
    return symbols;
  }

  /** Input features [N × F]. */
  public float[] features() {
    return features;
  }

  /**
   * Target classes or next symbols [N]; −1 where there is none, as at all steps but the last of a
   * sequence with one target.
   */
  public int[] targetClasses() {
    return targetClasses;
  }

  /** Target values [N × O]; NaN where there is none. */
  public float[] targetValues() {
    return targetValues;
  }

  /** Whether a packed row has a target: a class, or at least one of several values. */
  public boolean hasTarget(int packedRow) {
    return format.targetKind().hasValues()
        ? SequenceBlock.hasTarget(
            targetValues, packedRow * format.outputSize(), format.outputSize())
        : targetClasses[packedRow] >= 0;
  }

  /** Target labels of all rows, one list after another; see {@link #firstLabel}. */
  public int[] labels() {
    return labels;
  }

  /** Where the target labels of a row begin. */
  public int firstLabel(int row) {
    return firstLabels[row];
  }

  /** Number of target labels of a row; −1: it has no target. */
  public int labelCount(int row) {
    return labelCounts[row];
  }

  /**
   * Targets: packed rows that have one (of several values at least one), or rows that have a list
   * of labels.
   */
  public int targetCount() {
    return targetCount;
  }

  /**
   * Whether row r continues row r of the minibatch before, for every r &lt; {@link #batchSize()}:
   * the state carries over. There may be fewer rows than before.
   */
  public boolean continues() {
    return continues;
  }

  /** Index in the share of the sequence in a row (in a stream: the one its first step reads). */
  public int sequence(int row) {
    return sequences[row];
  }

  /**
   * Makes this one row of one step that reads {@code symbol}, with some target: what is asked for
   * when a text is written symbol by symbol.
   *
   * @param continuing whether the state of the row before carries over
   */
  public void setSymbol(int symbol, boolean continuing) {
    if (!format.symbols()) {
      throw new IllegalStateException("this minibatch is of features, not of symbols");
    }
    begin(continuing);
    addRow(0, 1);
    layOut();
    symbols[0] = symbol;
    targetClasses[0] = 0;
    addTargets(1);
  }

  /**
   * Makes this one row of one step that reads {@code row}, with some target: what is asked for when
   * a sequence of features is continued step by step.
   *
   * @param row inputSize features
   * @param continuing whether the state of the row before carries over
   */
  public void setFeatures(float[] row, boolean continuing) {
    if (format.symbols() || !format.targetKind().hasValues()) {
      throw new IllegalStateException(
          "this minibatch is of " + format + ", expected features with values as targets");
    }
    begin(continuing);
    addRow(0, 1);
    layOut();
    System.arraycopy(row, 0, features, 0, format.inputSize());
    Arrays.fill(targetValues, 0, format.outputSize(), 0);
    addTargets(1);
  }

  /** Begins a new content: rows are announced by {@link #addRow}, then {@link #layOut laid out}. */
  void begin(boolean continuing) {
    continues = continuing;
    announcedRows = 0;
    targetCount = 0;
    labelsUsed = 0;
  }

  /** Announces the next row, no longer than the one before. */
  void addRow(int sequence, int length) {
    if (announcedRows == rowLengths.length) {
      rowLengths = Arrays.copyOf(rowLengths, 2 * announcedRows + 1);
      sequences = Arrays.copyOf(sequences, 2 * announcedRows + 1);
      firstLabels = Arrays.copyOf(firstLabels, 2 * announcedRows + 1);
      labelCounts = Arrays.copyOf(labelCounts, 2 * announcedRows + 1);
    }
    sequences[announcedRows] = sequence;
    labelCounts[announcedRows] = -1;
    rowLengths[announcedRows] = length;
    announcedRows++;
  }

  /** Lays out the announced rows and makes room for what is to be copied to them. */
  void layOut() {
    steps = announcedRows == 0 ? 0 : rowLengths[0];
    if (firstRows.length < steps + 1) {
      firstRows = new int[steps + 1];
    }
    int running = announcedRows;
    long total = 0;
    for (int t = 0; t < steps; t++) {
      while (rowLengths[running - 1] <= t) {
        running--;
      }
      total += running;
      firstRows[t + 1] = (int) total;
    }
    reserve(total);
  }

  /** Counts targets that were copied in. */
  void addTargets(int count) {
    targetCount += count;
  }

  /** Gives a row its list of labels. */
  void setLabels(int row, int[] from, int first, int count) {
    if (labels.length < labelsUsed + count) {
      labels = Arrays.copyOf(labels, 2 * (labelsUsed + count));
    }
    System.arraycopy(from, first, labels, labelsUsed, count);
    firstLabels[row] = labelsUsed;
    labelCounts[row] = count;
    labelsUsed += count;
  }

  /** Where each step begins; for copying. */
  int[] firstRows() {
    return firstRows;
  }

  private void reserve(long total) {
    long widest =
        Math.max(
            format.symbols() ? 1 : format.inputSize(),
            format.targetKind().hasValues() ? format.outputSize() : 1);
    if (total * widest > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "a minibatch of "
              + total
              + " rows of "
              + widest
              + " numbers is too large for an array; lower batchSize or set segmentLength");
    }
    int rows = (int) total;
    if (format.symbols()) {
      symbols = symbols.length < rows ? new int[rows] : symbols;
    } else {
      int size = rows * format.inputSize();
      features = features.length < size ? new float[size] : features;
    }
    if (format.targetKind().hasValues()) {
      int size = rows * format.outputSize();
      targetValues = targetValues.length < size ? new float[size] : targetValues;
    } else if (format.targetKind() != TargetKind.LABEL_SEQUENCE) {
      targetClasses = targetClasses.length < rows ? new int[rows] : targetClasses;
    }
  }

  @Override
  public String toString() {
    return "Minibatch of rows " + Arrays.toString(Arrays.copyOf(rowLengths, batchSize()));
  }
}
