package org.keepgate.sequence;

/**
 * Where a share's blocks are: in memory, or somewhere from where they are read when one of their
 * sequences is asked for.
 */
@FunctionalInterface
public interface BlockSource {

  /** The block of an index, the same each time; several threads may ask at once. */
  SequenceBlock block(int index);
}
