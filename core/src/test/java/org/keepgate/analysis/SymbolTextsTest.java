package org.keepgate.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;

@DisplayName("Texts of packed sequences")
class SymbolTextsTest {
  private static final int[][] TEXTS = {{0, 3, 1, 0}, {1, 2, 2, 2, 0}, {0, 0}};

  @Test
  @DisplayName("are what was packed, over several blocks and again")
  void areWhatWasPacked() {
    SequenceFormat format = SequenceFormat.languageModel(4);
    SymbolTexts texts =
        new SymbolTexts(
            List.of(block(format, TEXTS[0], TEXTS[1]), block(format), block(format, TEXTS[2])));
    for (int time = 0; time < 2; time++) {
      List<int[]> read = new ArrayList<>();
      texts.forEach(read::add);
      assertArrayEquals(TEXTS, read.toArray(int[][]::new));
    }
  }

  @Test
  @DisplayName("are refused where targets are not next symbols")
  void refusesOtherTargets() {
    SequenceFormat format = SequenceFormat.symbolClassifier(4, 2);
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    builder.add(Sequence.ofSymbols("a", new int[] {1, 2}).withClasses(1));
    SymbolTexts texts = new SymbolTexts(List.of(builder.build()));
    assertThrows(IllegalArgumentException.class, () -> texts.iterator().hasNext());
  }

  private static SequenceBlock block(SequenceFormat format, int[]... texts) {
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    for (int i = 0; i < texts.length; i++) {
      builder.add(Sequence.ofSymbols("text " + i, texts[i]));
    }
    return builder.build();
  }
}
