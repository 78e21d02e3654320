package org.keepgate.spark.dataset;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import scala.Tuple2;

/**
 * Packs a worker's sequences, in the order of their seats, into blocks of about 1 MB, one at a
 * time. A block is larger only when its last sequence is.
 *
 * <p>Not larger, because Java's serialisation, Spark's usual one, keeps hold of what it has written
 * or read until its stream is reset, and Spark does that after a hundred objects: where a share
 * goes to a disk or comes from it, a hundred blocks are in memory at once.
 */
final class BlockPacker implements Iterator<SequenceBlock> {
  private static final long ENOUGH_BYTES = 1L << 20;

  private final Iterator<Tuple2<Seat, Sequence>> sequences;
  private final SequenceFormat format;

  BlockPacker(Iterator<Tuple2<Seat, Sequence>> sequences, SequenceFormat format) {
    this.sequences = sequences;
    this.format = format;
  }

  @Override
  public boolean hasNext() {
    return sequences.hasNext();
  }

  @Override
  public SequenceBlock next() {
    if (!sequences.hasNext()) {
      throw new NoSuchElementException();
    }
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    while (sequences.hasNext() && builder.bytes() < ENOUGH_BYTES) {
      builder.add(sequences.next()._2());
    }
    return builder.build();
  }
}
