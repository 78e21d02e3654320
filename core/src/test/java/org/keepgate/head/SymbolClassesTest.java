package org.keepgate.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SequenceFormat;

@DisplayName("Classes of symbols, and options of heads")
class SymbolClassesTest {

  @Test
  @DisplayName("classes have equal shares of the square roots of the counts")
  void squareRoots() {
    // roots 4 2 2 1 1 1 1: a third of 12 each
    assertEquals(
        List.of(0, 1, 3), SymbolClasses.bySquareRoot(new long[] {16, 4, 4, 1, 1, 1, 1}, 3));
    assertEquals(List.of(0), SymbolClasses.bySquareRoot(new long[] {5, 5}, 1));
    assertEquals(List.of(0, 1), SymbolClasses.bySquareRoot(new long[] {9, 1}, 5));
  }

  @Test
  @DisplayName("by rank, the classes of rare symbols are larger, and together they are all symbols")
  void byRank() {
    HeadOptions options = HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX);
    SymbolClasses classes = SymbolClasses.of(options, 10000);
    assertTrue(classes.count() > 80 && classes.count() <= 100, "classes: " + classes.count());
    int sum = 0;
    for (int c = 0; c < classes.count(); c++) {
      sum += classes.size(c);
    }
    assertEquals(10000, sum);
    assertTrue(classes.largest() < 250, "largest: " + classes.largest());
    int[] of = classes.ofSymbols();
    assertEquals(0, of[0]);
    assertEquals(classes.count() - 1, of[9999]);
  }

  @Test
  @DisplayName("first symbols that do not rise from 0 are refused")
  void refused() {
    HeadOptions options = HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX);
    SymbolClasses classes = SymbolClasses.of(options.withSymbolClasses(List.of(0, 2)), 5);
    assertArrayEquals(new int[] {0, 0, 1, 1, 1}, classes.ofSymbols());
    for (List<Integer> wrong :
        List.of(List.of(1), List.of(0, 0), List.of(0, 3, 2), List.of(0, 5))) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> SymbolClasses.of(options.withSymbolClasses(wrong), 5));
      assertTrue(e.toString().contains("symbolClasses"), e.toString());
    }
  }

  @Test
  @DisplayName("a head that is not for the targets is refused by name")
  void headsFitTargets() {
    SequenceFormat values = SequenceFormat.forecaster(1, 2, Readout.EVERY_STEP);
    HeadOptions.of(HeadKind.HUBER).requireFits(values);
    for (HeadOptions wrong :
        List.of(
            HeadOptions.of(HeadKind.CTC),
            HeadOptions.of(HeadKind.SOFTMAX),
            HeadOptions.of(HeadKind.MIXTURE_DENSITY), // for one value
            HeadOptions.of(HeadKind.HANDWRITING))) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> wrong.requireFits(values));
      assertTrue(e.toString().contains(wrong.kind().name()), e.toString());
    }
    HeadOptions weighted = HeadOptions.of(HeadKind.SOFTMAX).withClassWeights(List.of(1.0, 2.0));
    weighted.requireFits(SequenceFormat.tagger(1, 2));
    assertThrows(
        IllegalArgumentException.class, () -> weighted.requireFits(SequenceFormat.tagger(1, 3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> HeadOptions.of(HeadKind.CTC).withClassWeights(List.of(1.0)));
  }
}
