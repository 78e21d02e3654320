package org.keepgate.sequence;

import java.util.Arrays;

/**
 * What a share must know of its blocks without having them: where each begins, and the lengths of
 * the sequences, on which an epoch's minibatches depend.
 */
public final class ShareIndex {
  private final SequenceFormat format;
  private int[] blockEnds = new int[8]; // [blocks] sequences before each block's end
  private int blocks;
  private int[] lengths = new int[64];
  private int count;
  private long steps;
  private long targets;

  /** Of no blocks yet. */
  public ShareIndex(SequenceFormat format) {
    this.format = format;
  }

  /**
   * Adds the next block, which is not held.
   *
   * @throws IllegalArgumentException when it is of another format
   */
  public void add(SequenceBlock block) {
    if (!block.format().equals(format)) {
      throw new IllegalArgumentException(
          "block " + blocks + " is of " + block.format() + ", the share of " + format);
    }
    int end = Math.addExact(count, block.count());
    if (end > lengths.length) {
      lengths = Arrays.copyOf(lengths, (int) Math.min(Integer.MAX_VALUE - 16, end + end / 2L));
    }
    for (int i = 0; i < block.count(); i++) {
      lengths[count + i] = block.length(i);
    }
    if (blocks == blockEnds.length) {
      blockEnds = Arrays.copyOf(blockEnds, 2 * blocks);
    }
    blockEnds[blocks++] = end;
    count = end;
    steps += block.steps();
    targets += block.targets();
  }

  SequenceFormat format() {
    return format;
  }

  /** Number of blocks. */
  public int blocks() {
    return blocks;
  }

  /** Of each block, the sequences before its end. */
  int[] blockEnds() {
    return Arrays.copyOf(blockEnds, blocks);
  }

  /** Of each sequence. */
  int[] lengths() {
    return lengths.length == count ? lengths : Arrays.copyOf(lengths, count);
  }

  long steps() {
    return steps;
  }

  long targets() {
    return targets;
  }
}
