package org.keepgate.analysis;

import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.TargetKind;

/**
 * The sequences of blocks as the texts of an {@link NgramModel}: the targets are those of a network
 * that predicts each next symbol.
 *
 * <p>A piece of a long text is a text of its own here: its first symbols see less context than they
 * might, a few in 65,536.
 */
public final class SymbolTexts implements Iterable<int[]> {
  private final Iterable<SequenceBlock> blocks;

  /** The blocks are read anew for every iteration, one after the other. */
  public SymbolTexts(Iterable<SequenceBlock> blocks) {
    this.blocks = blocks;
  }

  @Override
  public Iterator<int[]> iterator() {
    return StreamSupport.stream(blocks.spliterator(), false).flatMap(SymbolTexts::texts).iterator();
  }

  private static Stream<int[]> texts(SequenceBlock block) {
    if (block.format().targetKind() != TargetKind.NEXT_SYMBOL) {
      throw new IllegalArgumentException(
          "n-grams need sequences that predict their next symbol, got " + block.format());
    }
    return IntStream.range(0, block.count()).mapToObj(i -> text(block, i));
  }

  /** The first input symbol, then the targets: each is the input of the step after it. */
  private static int[] text(SequenceBlock block, int sequence) {
    int length = block.length(sequence);
    int[] text = new int[length + 1];
    block.readSymbols(sequence, 0, 1, text, 0);
    block.readTargetClasses(sequence, 0, length, text, 1);
    return text;
  }
}
