package org.keepgate.sequence;

import java.io.Serializable;

/**
 * What the sequences of one task look like: inputs and targets, and their sizes.
 *
 * @param symbols whether a step's input is one symbol (a number below {@code inputSize}) instead of
 *     features
 * @param inputSize number of symbols V, or of features I at a step
 * @param outputSize number of symbols V, of classes, of target values O, or of labels L
 */
public record SequenceFormat(
    boolean symbols, int inputSize, TargetKind targetKind, Readout readout, int outputSize)
    implements Serializable {

  public SequenceFormat {
    requirePositive("inputSize", inputSize);
    requirePositive("outputSize", outputSize);
    if (targetKind == TargetKind.NEXT_SYMBOL
        && (!symbols || readout != Readout.EVERY_STEP || outputSize != inputSize)) {
      throw new IllegalArgumentException(
          "a next symbol is predicted from symbols, at every step, among the same symbols; got "
              + (symbols ? "symbols" : "features")
              + ", "
              + readout
              + ", inputSize "
              + inputSize
              + ", outputSize "
              + outputSize);
    }
    if (targetKind == TargetKind.LABEL_SEQUENCE && readout != Readout.EVERY_STEP) {
      throw new IllegalArgumentException(
          "a label sequence is read out at EVERY_STEP, got " + readout);
    }
  }

  /** Predicts each next symbol of a text over {@code vocabularySize} symbols. */
  public static SequenceFormat languageModel(int vocabularySize) {
    return new SequenceFormat(
        true, vocabularySize, TargetKind.NEXT_SYMBOL, Readout.EVERY_STEP, vocabularySize);
  }

  /** One class for a sequence of feature rows. */
  public static SequenceFormat classifier(int features, int classes) {
    return new SequenceFormat(false, features, TargetKind.CLASS, Readout.LAST_STEP, classes);
  }

  /** One class for a sequence of symbols. */
  public static SequenceFormat symbolClassifier(int vocabularySize, int classes) {
    return new SequenceFormat(true, vocabularySize, TargetKind.CLASS, Readout.LAST_STEP, classes);
  }

  /** A class at every step of a sequence of feature rows. */
  public static SequenceFormat tagger(int features, int classes) {
    return new SequenceFormat(false, features, TargetKind.CLASS, Readout.EVERY_STEP, classes);
  }

  /** A class at every step of a sequence of symbols. */
  public static SequenceFormat symbolTagger(int vocabularySize, int classes) {
    return new SequenceFormat(true, vocabularySize, TargetKind.CLASS, Readout.EVERY_STEP, classes);
  }

  /** {@code outputs} real numbers, at every step or for the whole sequence of feature rows. */
  public static SequenceFormat forecaster(int features, int outputs, Readout readout) {
    return new SequenceFormat(false, features, TargetKind.VALUES, readout, outputs);
  }

  /** Any of {@code labels} labels at once, at every step of a sequence of feature rows. */
  public static SequenceFormat labeller(int features, int labels) {
    return new SequenceFormat(false, features, TargetKind.LABELS, Readout.EVERY_STEP, labels);
  }

  /**
   * A list of labels 1 … {@code labels} for a sequence of feature rows, their places unknown; the
   * number 0 is the blank between them and never a target.
   */
  public static SequenceFormat transcriber(int features, int labels) {
    return new SequenceFormat(
        false, features, TargetKind.LABEL_SEQUENCE, Readout.EVERY_STEP, labels);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }
  }
}
