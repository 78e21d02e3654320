package org.keepgate.spark.dataset;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.ContentDigest;
import org.keepgate.sequence.InputException;

/**
 * A sequence as the table has it, before symbols and classes are numbers and features are
 * standardized. Lives within one task.
 *
 * @param key what names it
 * @param features [steps × featureSize], or null
 * @param featureSize 0 for symbols
 * @param symbols one a step, or null
 * @param labels one, one a step, or the label sequence; null when they are not read
 * @param targets of every step, or of the sequence; null when there are none
 * @param orders what ordered the rows of a series; null when nothing did
 * @param split word of the split column; null when there is none
 * @param place file and row, or group, for messages
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record RawSequence(
    String key,
    float @Nullable [] features,
    int featureSize,
    String @Nullable [] symbols,
    String @Nullable [] labels,
    float @Nullable [] targets,
    OrderKey @Nullable [] orders,
    @Nullable String split,
    Supplier<String> place) {

  /** The same sequence under another name. */
  RawSequence withKey(String name) {
    return new RawSequence(
        name, features, featureSize, symbols, labels, targets, orders, split, place);
  }

  /** Number of steps. */
  int steps() {
    if (symbols != null) {
      return symbols.length;
    }
    return features == null ? 0 : features.length / featureSize;
  }

  /** The features of a sequence that has them. */
  float[] requiredFeatures() {
    if (features == null) {
      throw new IllegalStateException("sequence '" + key + "' has symbols, not features");
    }
    return features;
  }

  /** What tells it from others, wherever it stands. */
  ContentDigest digest() {
    ContentDigest digest = new ContentDigest().add(features);
    addAll(digest, symbols);
    addAll(digest, labels);
    return targets == null ? digest : digest.add(targets);
  }

  private static void addAll(ContentDigest digest, String @Nullable [] words) {
    digest.add(words == null ? -1 : words.length);
    if (words != null) {
      for (String word : words) {
        digest.add(word);
      }
    }
  }

  /** An error about a column of this sequence. */
  InputException wrong(String column, String expected, String found) {
    return new InputException(
        place.get() + ", column " + column + ": expected " + expected + "; found " + found);
  }
}
