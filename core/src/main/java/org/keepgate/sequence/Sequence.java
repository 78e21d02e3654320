package org.keepgate.sequence;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One encoded sequence with its key and its targets, unpacked: what travels from a row of the input
 * to the worker that packs it into a {@link SequenceBlock}.
 *
 * <p>The arrays are shared, not copied: nobody writes to them once the sequence is made. Sizes and
 * ranges are checked against a {@link SequenceFormat} where the sequence is packed.
 */
public final class Sequence implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final int rows; // stored symbols, or rows of features
  private final int featureSize; // 0: symbols
  private final int @Nullable [] symbols;
  private final float @Nullable [] features;
  private final int @Nullable [] classes;
  private final float @Nullable [] values;
  private final int @Nullable [] labels;

  private Sequence(
      String key,
      int rows,
      int featureSize,
      int @Nullable [] symbols,
      float @Nullable [] features,
      int @Nullable [] classes,
      float @Nullable [] values,
      int @Nullable [] labels) {
    this.key = key;
    this.rows = rows;
    this.featureSize = featureSize;
    this.symbols = symbols;
    this.features = features;
    this.classes = classes;
    this.values = values;
    this.labels = labels;
  }

  /**
   * A sequence of symbols. Without {@link #withClasses classes} it is a text, whose n + 1 symbols
   * are n inputs s[0..n) and their n targets s[1..n].
   *
   * @throws InputException when there is no symbol
   */
  public static Sequence ofSymbols(String key, int[] symbols) {
    requireSteps(key, symbols.length);
    return new Sequence(key, symbols.length, 0, symbols, null, null, null, null);
  }

  /**
   * A sequence of feature rows.
   *
   * @param features step after step, {@code featureSize} numbers each
   * @throws InputException when there is no step
   */
  public static Sequence ofFeatures(String key, float[] features, int featureSize) {
    if (featureSize <= 0 || features.length % featureSize != 0) {
      throw new IllegalArgumentException(
          "sequence '"
              + key
              + "': "
              + features.length
              + " numbers are not whole rows of "
              + featureSize
              + " features");
    }
    requireSteps(key, features.length);
    return new Sequence(
        key, features.length / featureSize, featureSize, null, features, null, null, null);
  }

  /**
   * This sequence with class targets.
   *
   * @param oneOrPerStep one class for the sequence, or one for each step; −1 where there is no
   *     target (a single −1: an unlabelled sequence)
   */
  public Sequence withClasses(int... oneOrPerStep) {
    if (oneOrPerStep.length != 1 && oneOrPerStep.length != rows) {
      throw new InputException(
          "sequence '"
              + key
              + "' has "
              + rows
              + " steps and "
              + oneOrPerStep.length
              + " labels; give one label, or one for each step");
    }
    return new Sequence(key, rows, featureSize, symbols, features, oneOrPerStep, null, null);
  }

  /**
   * This sequence with real targets, or with labels that are 0 or 1 each.
   *
   * @param lastOrPerStep the target values of the last step, or those of each step one after
   *     another; NaN where there is no target
   */
  public Sequence withValues(float... lastOrPerStep) {
    return new Sequence(key, rows, featureSize, symbols, features, null, lastOrPerStep, null);
  }

  /**
   * This sequence with a list of labels as its target, in their order but without their places.
   *
   * @param targetLabels numbers from 1 on; none at all: a sequence in which there is no label
   */
  public Sequence withLabelSequence(int... targetLabels) {
    return new Sequence(key, rows, featureSize, symbols, features, null, null, targetLabels);
  }

  /**
   * What names this sequence in messages and orders it among others: file and offset, row, or
   * group.
   */
  public String key() {
    return key;
  }

  /**
   * Number of steps: one less than the symbols for a text (symbols without targets of their own).
   */
  public int length() {
    boolean text = symbols != null && classes == null && values == null && labels == null;
    return text ? rows - 1 : rows;
  }

  /** Number of stored symbols or feature rows. */
  public int rows() {
    return rows;
  }

  /** Features at a step; 0 for symbols. */
  public int featureSize() {
    return featureSize;
  }

  /** The symbols, or null for a sequence of features. */
  public int @Nullable [] symbols() {
    return symbols;
  }

  /** The features [rows × featureSize], or null for a sequence of symbols. */
  public float @Nullable [] features() {
    return features;
  }

  /** Class targets, or null. */
  public int @Nullable [] classes() {
    return classes;
  }

  /** Real targets, or null. */
  public float @Nullable [] values() {
    return values;
  }

  /** The list of labels, or null. */
  public int @Nullable [] labels() {
    return labels;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sequence that
        && key.equals(that.key)
        && featureSize == that.featureSize
        && Arrays.equals(symbols, that.symbols)
        && Arrays.equals(features, that.features)
        && Arrays.equals(classes, that.classes)
        && Arrays.equals(values, that.values)
        && Arrays.equals(labels, that.labels);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(
        new int[] {
          key.hashCode(),
          Arrays.hashCode(symbols),
          Arrays.hashCode(features),
          Arrays.hashCode(classes),
          Arrays.hashCode(values),
          Arrays.hashCode(labels)
        });
  }

  @Override
  public String toString() {
    return "Sequence '" + key + "' of " + length() + " steps";
  }

  private static void requireSteps(String key, int count) {
    if (count == 0) {
      throw empty(key);
    }
  }

  static InputException empty(String key) {
    return new InputException(
        "sequence '" + key + "' has no steps; expected at least one: leave the sequence out");
  }
}
