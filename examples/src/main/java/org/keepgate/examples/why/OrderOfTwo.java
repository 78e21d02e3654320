package org.keepgate.examples.why;

import java.util.List;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/**
 * Temporal order (experiment 6a of Hochreiter and Schmidhuber, 1997): which of X and Y came first,
 * which second? Two relevant symbols among 100 to 110; the answer is asked for at the end.
 */
final class OrderOfTwo {
  static final SequenceFormat FORMAT = SequenceFormat.symbolClassifier(8, 4);

  private static final int DISTRACTORS = 4; // a b c d
  private static final int START = 4; // E
  private static final int TRIGGER = 5; // B
  private static final int X = 6;

  private OrderOfTwo() {}

  static SequenceShare draw(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    SequenceBlockBuilder block = SequenceBlock.builder(FORMAT);
    for (int i = 0; i < count; i++) {
      block.add(sequence(random, String.valueOf(i)));
    }
    return new SequenceShare(FORMAT, List.of(block.build()));
  }

  private static Sequence sequence(RandomStream random, String key) {
    int[] symbols = new int[100 + random.nextInt(11)];
    for (int t = 1; t < symbols.length - 1; t++) {
      symbols[t] = random.nextInt(DISTRACTORS);
    }
    symbols[0] = START;
    symbols[symbols.length - 1] = TRIGGER;
    int first = random.nextInt(2);
    int second = random.nextInt(2);
    symbols[10 + random.nextInt(11)] = X + first;
    symbols[50 + random.nextInt(11)] = X + second;
    return Sequence.ofSymbols(key, symbols).withClasses(2 * first + second);
  }
}
