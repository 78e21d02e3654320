package org.keepgate.spark.dataset;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.Vocabulary;

/**
 * How an input becomes the numbers that a network reads and predicts: found once from the training
 * part, kept in the model, and used again for everything that the model is given.
 *
 * @param format what the encoded sequences look like
 * @param symbols numbers of the symbols; null when the network reads features
 * @param labels numbers of the classes; null when there are none
 * @param inputs units of the features; null when the network reads symbols
 * @param targets units of the forecast values; null when there are none
 */
public record Encoding(
    SequenceFormat format,
    @Nullable Vocabulary symbols,
    @Nullable Vocabulary labels,
    @Nullable Standardizer inputs,
    @Nullable Standardizer targets)
    implements Serializable {}
