package org.keepgate.sequence;

import java.util.Arrays;
import java.util.List;

/**
 * One worker's sequences: its blocks in their order, with an index over them. Reads from several
 * threads are safe.
 */
public final class SequenceShare {
  private final SequenceFormat format;
  private final BlockSource blocks;
  private final int[] blockEnds; // of each block, the sequences before its end
  private final int[] blockOf; // [count]
  private final int[] lengths; // [count]
  private final long steps;
  private final long targets;

  /**
   * Of blocks in memory.
   *
   * @throws IllegalArgumentException when a block is of another format
   */
  public SequenceShare(SequenceFormat format, List<SequenceBlock> blocks) {
    this(index(format, blocks), held(blocks));
  }

  /**
   * Of blocks that are anywhere.
   *
   * @param index of all blocks that the source has
   */
  public SequenceShare(ShareIndex index, BlockSource blocks) {
    this.format = index.format();
    this.blocks = blocks;
    this.blockEnds = index.blockEnds();
    this.lengths = index.lengths();
    this.steps = index.steps();
    this.targets = index.targets();
    this.blockOf = new int[lengths.length];
    for (int b = 0; b < blockEnds.length; b++) {
      Arrays.fill(blockOf, first(b), blockEnds[b], b);
    }
  }

  private static ShareIndex index(SequenceFormat format, List<SequenceBlock> blocks) {
    ShareIndex index = new ShareIndex(format);
    blocks.forEach(index::add);
    return index;
  }

  private static BlockSource held(List<SequenceBlock> blocks) {
    SequenceBlock[] held = blocks.toArray(new SequenceBlock[0]);
    return index -> held[index];
  }

  /** What the sequences look like. */
  public SequenceFormat format() {
    return format;
  }

  /** Number of sequences. */
  public int count() {
    return blockOf.length;
  }

  /** Steps of a sequence. */
  public int length(int sequence) {
    return lengths[sequence];
  }

  /** Key of a sequence. */
  public String key(int sequence) {
    return block(sequence).key(inBlock(sequence));
  }

  /** Steps of all sequences. */
  public long steps() {
    return steps;
  }

  /**
   * Steps (of label sequences: sequences) that have a target: the work of an epoch, by which
   * averages are weighted.
   */
  public long targets() {
    return targets;
  }

  /** Input symbols of {@code steps} steps of a sequence, into {@code into[offset …]}. */
  public void readSymbols(int sequence, int fromStep, int steps, int[] into, int offset) {
    block(sequence).readSymbols(inBlock(sequence), fromStep, steps, into, offset);
  }

  /** Features of {@code steps} steps of a sequence, row after row, into {@code into[offset …]}. */
  public void readFeatures(int sequence, int fromStep, int steps, float[] into, int offset) {
    block(sequence).readFeatures(inBlock(sequence), fromStep, steps, into, offset);
  }

  /** Target classes or next symbols of {@code steps} steps; −1 at a step without a target. */
  public void readTargetClasses(int sequence, int fromStep, int steps, int[] into, int offset) {
    block(sequence).readTargetClasses(inBlock(sequence), fromStep, steps, into, offset);
  }

  /** Target values of {@code steps} steps, row after row; NaN where there is no target. */
  public void readTargetValues(int sequence, int fromStep, int steps, float[] into, int offset) {
    block(sequence).readTargetValues(inBlock(sequence), fromStep, steps, into, offset);
  }

  /** Number of target labels of a sequence; −1: it has no target. */
  public int labelCount(int sequence) {
    return block(sequence).labelCount(inBlock(sequence));
  }

  /** Target labels of a sequence, {@link #labelCount} of them, into {@code into[offset …]}. */
  public void readLabels(int sequence, int[] into, int offset) {
    block(sequence).readLabels(inBlock(sequence), into, offset);
  }

  /** Copies inputs and targets of a range of steps to a row of a minibatch. */
  void copyTo(int sequence, int fromStep, int steps, Minibatch into, int row, int atStep) {
    block(sequence).copyTo(inBlock(sequence), fromStep, steps, into, row, atStep);
  }

  private SequenceBlock block(int sequence) {
    return blocks.block(blockOf[sequence]);
  }

  private int inBlock(int sequence) {
    return sequence - first(blockOf[sequence]);
  }

  private int first(int block) {
    return block == 0 ? 0 : blockEnds[block - 1];
  }
}
