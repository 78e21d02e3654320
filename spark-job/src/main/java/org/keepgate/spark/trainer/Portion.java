package org.keepgate.spark.trainer;

import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.Part;
import org.keepgate.spark.dataset.SequenceSource;

/**
 * The sequences of one purpose: a part of an input, or all of it.
 *
 * @param part null = all
 */
public record Portion(SequenceSource source, @Nullable Part part) {

  public JavaRDD<Sequence> sequences(Encoding encoding) {
    return part == null ? source.sequences(encoding) : source.sequences(encoding, part);
  }
}
