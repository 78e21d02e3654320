package org.keepgate.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("N-gram model")
class NgramModelTest {

  /**
   * By hand, with the discounts 0.5, 1, 1.5 (n3 = 0). Bigrams: 01 once, 12 twice, 21 once, 20 once.
   * Symbols before: of 1 two (0, 2), of 2 one, of 0 one. p(1) = (2−1)/4 + (2/4)/3 = 5/12, p(2) =
   * p(0) = (1−½)/4 + (2/4)/3 = 7/24. p(2|1) = (2−1)/2 + ½·7/24 = 31/48, p(1|2) = ½/2 + ½·5/12 =
   * 11/24, p(0|2) = ½/2 + ½·7/24 = 19/48, p(1|0) = ½/1 + ½·5/12 = 17/24.
   */
  @Test
  @DisplayName("gives the probabilities of an example computed by hand")
  void matchesTheExampleComputedByHand() {
    NgramModel model = NgramModel.train(List.of(new int[] {0, 1, 2, 1, 2, 0}), 2, 3);
    assertEquals(31 / 48.0, model.probability(new int[] {0, 1}, 2), 1e-15);
    assertEquals(11 / 24.0, model.probability(new int[] {0, 1, 2}, 1), 1e-15);
    assertEquals(19 / 48.0, model.probability(new int[] {0, 1, 2}, 0), 1e-15);
    assertEquals(7 / 48.0, model.probability(new int[] {0, 1, 2}, 2), 1e-15);
    assertEquals(17 / 24.0, model.probability(new int[] {0}, 1), 1e-15);
    // order 1 by occurrences: 1 and 2 twice, 0 once; p(1) = (2−1)/5 + (2.5/5)/3
    assertEquals(0.2 + 0.5 / 3, model.probability(new int[] {0}, 1, 1), 1e-15);
    double log2 = log2(17 / 24.0) + 2 * log2(31 / 48.0) + log2(11 / 24.0) + log2(19 / 48.0);
    assertEquals(-log2 / 5, model.bitsPerSymbol(List.of(new int[] {0, 1, 2, 1, 2, 0})), 1e-14);
  }

  @Test
  @DisplayName("estimates its discounts by equation 26 of Chen and Goodman")
  void estimatesTheDiscounts() {
    KneserNeyDiscounts discounts = KneserNeyDiscounts.of(new long[] {0, 10, 5, 3, 2});
    assertEquals(0.5, discounts.of(1), 1e-15);
    assertEquals(1.1, discounts.of(2), 1e-15);
    assertEquals(5 / 3.0, discounts.of(3), 1e-15);
    assertEquals(5 / 3.0, discounts.of(1_000), 1e-15);
    assertEquals(0, discounts.of(0));
  }

  @ParameterizedTest(name = "order {0}")
  @ValueSource(ints = {1, 2, 3, 5, 9})
  @DisplayName("agrees with a slow restatement of the definitions")
  void agreesWithTheSlowRestatement(int order) {
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(100 + seed);
      int vocabularySize = 2 + random.nextInt(6);
      List<int[]> texts = texts(random, vocabularySize, 1 + random.nextInt(8), 60);
      List<int[]> heldOut = texts(random, vocabularySize, 3, 12);
      NgramModel model = NgramModel.train(texts, order, vocabularySize);
      double[] bits = model.bitsPerSymbolByOrder(heldOut);
      for (int n = 1; n <= order; n++) {
        SlowKneserNey slow = new SlowKneserNey(texts, n, vocabularySize);
        assertEquals(slow.bitsPerSymbol(heldOut), bits[n], 1e-10, "seed " + seed + " order " + n);
        int[] context = heldOut.get(0);
        int symbol = random.nextInt(vocabularySize);
        assertEquals(
            slow.probability(context, symbol), model.probability(context, symbol, n), 1e-12);
      }
    }
  }

  @Test
  @DisplayName("agrees with it where counts of one to four abound, too")
  void agreesOnSkewedTexts() {
    Random random = new Random(7);
    List<int[]> texts = skewedTexts(random, 30, 40, 200);
    NgramModel model = NgramModel.train(texts, 4, 30);
    SlowKneserNey slow = new SlowKneserNey(texts, 4, 30);
    List<int[]> heldOut = skewedTexts(random, 30, 1, 12);
    assertEquals(slow.bitsPerSymbol(heldOut), model.bitsPerSymbol(heldOut), 1e-10);
  }

  @Test
  @DisplayName("gives probabilities above 0 that sum to 1 after any context, seen or not")
  void sumsToOne() {
    Random random = new Random(3);
    int vocabularySize = 12;
    NgramModel model = NgramModel.train(texts(random, 9, 5, 300), 5, vocabularySize);
    for (int trial = 0; trial < 200; trial++) {
      int[] context = new int[1 + random.nextInt(7)];
      for (int i = 0; i < context.length; i++) {
        context[i] = random.nextInt(vocabularySize); // 9, 10, 11 never occur
      }
      for (int order = 0; order <= 5; order++) {
        double sum = 0;
        for (int symbol = 0; symbol < vocabularySize; symbol++) {
          double probability = model.probability(context, symbol, order);
          assertTrue(probability > 0);
          sum += probability;
        }
        assertEquals(1, sum, 1e-12);
      }
    }
  }

  @Test
  @DisplayName("needs fewer bits with every order on a text whose rule is longer than the order")
  void needsFewerBitsWithEveryOrder() {
    int[] period = {1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 2, 2, 1, 3, 3};
    int[] text = new int[16 * 200];
    for (int i = 1; i < text.length - 1; i++) {
      text[i] = period[i % period.length];
    }
    double[] bits = NgramModel.train(List.of(text), 5, 4).bitsPerSymbolByOrder(List.of(text));
    assertEquals(2, bits[0], 1e-12); // uniform over four symbols
    assertEquals(
        List.of(
            new Floor("uniform over 4 symbols", bits[0]), new Floor("Kneser–Ney order 1", bits[1])),
        NgramModel.train(List.of(text), 1, 4).floors(List.of(text)));
    for (int n = 1; n < bits.length; n++) {
      assertTrue(bits[n] < bits[n - 1] - 0.05, n + ": " + bits[n] + " after " + bits[n - 1]);
    }
    assertTrue(bits[5] < 0.1, "five symbols nearly fix the next one: " + bits[5]);
  }

  @Test
  @DisplayName("finds nothing to learn in independent uniform symbols")
  void findsNothingInUniformSymbols() {
    Random random = new Random(11);
    List<int[]> texts = texts(random, 9, 20, 5_000);
    double[] bits = NgramModel.train(texts, 3, 9).bitsPerSymbolByOrder(texts(random, 9, 5, 5_000));
    assertEquals(3, bits[1], 0.01); // eight symbols, hardly a boundary
    assertTrue(bits[3] > 2.99, "order 3 cannot be below the entropy: " + bits[3]);
  }

  @Test
  @DisplayName("gives the same bits when it is trained again")
  void repeatsItself() {
    List<int[]> texts = texts(new Random(5), 7, 10, 400);
    List<int[]> heldOut = texts(new Random(6), 7, 3, 400);
    assertArrayEquals(
        NgramModel.train(texts, 5, 7).bitsPerSymbolByOrder(heldOut),
        NgramModel.train(texts, 5, 7).bitsPerSymbolByOrder(heldOut));
  }

  @Test
  @DisplayName("takes pieces that begin inside a text, with their first symbol as context only")
  void takesPieces() {
    List<int[]> texts = texts(new Random(8), 6, 3, 200);
    List<int[]> pieces = new ArrayList<>();
    for (int[] text : texts) {
      int middle = text.length / 2;
      pieces.add(Arrays.copyOfRange(text, 0, middle + 1));
      pieces.add(Arrays.copyOfRange(text, middle, text.length));
    }
    NgramModel whole = NgramModel.train(texts, 2, 6);
    NgramModel cut = NgramModel.train(pieces, 2, 6); // order 2 needs one symbol of context
    assertEquals(whole.bitsPerSymbol(texts), cut.bitsPerSymbol(pieces), 1e-12);
  }

  @Test
  @DisplayName("takes large symbols and high orders, whose grams would not fit a packed long")
  void takesLargeVocabularies() {
    int vocabularySize = 1_000_000;
    int[] text = new int[4_000];
    for (int i = 1; i < text.length - 1; i++) {
      text[i] = vocabularySize - 1 - (i * 7919) % 500;
    }
    NgramModel model = NgramModel.train(List.of(text), 9, vocabularySize);
    assertTrue(model.bitsPerSymbol(List.of(text)) < 2);
  }

  @Test
  @DisplayName("names what is wrong with its arguments")
  void refusesBadArguments() {
    List<int[]> texts = List.of(new int[] {0, 1, 0});
    assertEquals(
        "symbol 5 is outside of the vocabulary, 0 to 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> NgramModel.train(List.of(new int[] {0, 5, 0}), 2, 3))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> NgramModel.train(texts, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> NgramModel.train(List.of(), 2, 3));
    NgramModel model = NgramModel.train(texts, 2, 3);
    assertThrows(IllegalArgumentException.class, () -> model.bitsPerSymbol(List.of()));
    assertThrows(IllegalArgumentException.class, () -> model.probability(new int[0], 1));
    assertThrows(IllegalArgumentException.class, () -> model.probability(new int[] {0}, 1, 3));
    assertThrows(
        IllegalArgumentException.class, () -> model.bitsPerSymbol(List.of(new int[] {-1})));
  }

  /** Texts of uniform symbols 1 … vocabularySize − 1 between boundaries. */
  private static List<int[]> texts(Random random, int vocabularySize, int count, int length) {
    List<int[]> texts = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      int[] text = new int[random.nextInt(length) + 2];
      for (int i = 1; i < text.length - 1; i++) {
        text[i] = 1 + random.nextInt(Math.max(1, vocabularySize - 1));
      }
      texts.add(text);
    }
    return texts;
  }

  /** Texts in which a few symbols are frequent and many rare, as in language. */
  private static List<int[]> skewedTexts(Random random, int vocabularySize, int count, int length) {
    List<int[]> texts = texts(random, vocabularySize, count, length);
    for (int[] text : texts) {
      for (int i = 1; i < text.length - 1; i++) {
        text[i] = 1 + random.nextInt(text[i]);
        text[i] = 1 + random.nextInt(text[i]);
      }
    }
    return texts;
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
