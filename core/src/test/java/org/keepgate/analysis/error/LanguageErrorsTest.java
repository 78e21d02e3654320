package org.keepgate.analysis.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.analysis.NgramModel;
import org.keepgate.sequence.Vocabulary;

@DisplayName("The errors of a language model")
class LanguageErrorsTest {
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(Vocabulary.BOUNDARY, "a", "b", "c", " ", ".", "\n", "7", "("), true, false);

  private static final int[] TRAINING = symbols("abc ".repeat(50));
  private static final NgramModel NGRAMS =
      NgramModel.train(List.of(TRAINING), 2, VOCABULARY.size());
  private static final WordCounts WORDS = WordCounts.of(List.of(TRAINING), VOCABULARY);

  //                                         a   b   c   ␣   c   a    .    ␣    c    a
  private static final double[] GIVEN = {
    .9, .9, .15, .9, .3, .21, .21, .45, .21, .21, /* . ␣ ( 7 end */ .9, .9, .15, .35, .6
  };

  @Test
  @DisplayName("are shared out among the oracles as by hand")
  void oraclesByHand() {
    LanguageErrors errors = new LanguageErrors(VOCABULARY, NGRAMS, WORDS);
    errors.add(symbols("abc ca. ca. (7"), nats(GIVEN));
    assertEquals(15, errors.all().targets());
    assertEquals(9, errors.all().errors()); // "abc ca. ca. (7": 3rd, 5th to 10th, 13th, 14th
    ErrorOracles oracles = errors.oracles();
    assertEquals(9, oracles.errors());
    assertRemoved(oracles, "n-gram models of order 1 to 2", 1, 1); // 3rd: c after b
    assertRemoved(oracles, "memory of the last 100 symbols", 1, 1); // 10th: ca again, c is known
    assertRemoved(oracles, "memory of the last 1000 symbols", 0, 1);
    assertRemoved(oracles, "words that training has not seen", 4, 5); // 5th 6th 9th 14th; 10th
    assertRemoved(oracles, "words seen up to 5 times", 0, 5);
    assertRemoved(oracles, "the first symbol of a word", 1, 3); // 13th; 5th, 9th
    assertRemoved(oracles, "punctuation, quotes, brackets", 1, 2); // 7th; 13th
    assertRemoved(oracles, "0.1 more probability", 1, 1); // 8th
    assertRemoved(oracles, "0.2 more probability", 0, 2); // 14th
    assertRemoved(oracles, "0.3 more probability", 0, 7);
    assertRemoved(oracles, "0.5 more probability", 0, 9);
    assertEquals(9, oracles.removed().stream().mapToLong(ErrorOracles.Removed::inTurn).sum());
  }

  @Test
  @DisplayName("leave no oracle that needs what there is not")
  void withoutTraining() {
    LanguageErrors errors = new LanguageErrors(VOCABULARY, null, null);
    errors.add(symbols("abc ca. ca. (7"), nats(GIVEN));
    assertEquals(10, errors.oracles().removed().size());
    assertEquals("memory of the last 100 symbols", errors.oracles().removed().get(0).name());
    assertEquals(-1, errors.all().orders());
  }

  @Test
  @DisplayName("add up, by place and by kind of symbol, to the loss of all")
  void groupsAddUp() {
    LanguageErrors errors = new LanguageErrors(VOCABULARY, NGRAMS, WORDS);
    int[] symbols = symbols("abc ca. ca. (7");
    errors.add(symbols, nats(GIVEN));
    List<Long> byPosition = errors.byPosition().stream().map(LossSums::targets).toList();
    assertEquals(List.of(1L, 2L, 4L, 8L), byPosition);
    assertEquals(-StrictMath.log(.9) / StrictMath.log(2), errors.byPosition().get(0).bits(), 1e-6);
    assertEquals(7, of(errors, SymbolClass.SMALL_LETTER).targets());
    assertEquals(5, of(errors, SymbolClass.SMALL_LETTER).errors());
    assertEquals(1, of(errors, SymbolClass.BRACKET).errorShare());
    assertEquals(1, of(errors, SymbolClass.BOUNDARY).targets());
    double[] ngramBits = NGRAMS.bitsPerSymbolByOrder(List.of(symbols));
    for (int order = 0; order <= 2; order++) {
      double byClass = 0;
      for (LossSums sums : errors.byClass().values()) {
        byClass += sums.ngramBits(order) * sums.targets();
      }
      assertEquals(ngramBits[order], byClass / 15, 1e-12);
      assertEquals(ngramBits[order], errors.all().ngramBits(order), 1e-12);
    }
    double bits = 0;
    for (double probability : GIVEN) {
      bits -= StrictMath.log(probability) / StrictMath.log(2);
    }
    assertEquals(bits / 15, errors.all().bits(), 1e-6); // losses are floats
  }

  @Test
  @DisplayName("remember words over the pieces of a text, and count no word that an edge has cut")
  void pieces() {
    LanguageErrors errors = new LanguageErrors(VOCABULARY, null, WORDS);
    int[] whole = symbols("7a cb. 7a");
    errors.add(Arrays.copyOfRange(whole, 0, 5), nats(.9, .9, .9, .9)); // ends in the c
    errors.add(Arrays.copyOfRange(whole, 4, 11), nats(.1, .9, .9, .9, .1, .9));
    assertRemoved(errors.oracles(), "words that training has not seen", 0, 1); // not the cut cb
    assertRemoved(errors.oracles(), "memory of the last 100 symbols", 1, 1); // 7a once more
  }

  @Test
  @DisplayName("need a loss for every target")
  void needsLosses() {
    LanguageErrors errors = new LanguageErrors(VOCABULARY, null, null);
    assertThrows(IllegalArgumentException.class, () -> errors.add(symbols("abc"), nats(.5)));
  }

  private static LossSums of(LanguageErrors errors, SymbolClass kind) {
    return Objects.requireNonNull(errors.byClass().get(kind));
  }

  private static void assertRemoved(ErrorOracles oracles, String name, long inTurn, long alone) {
    ErrorOracles.Removed found =
        oracles.removed().stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
    assertEquals(new ErrorOracles.Removed(name, inTurn, alone), found);
  }

  private static int[] symbols(String text) {
    List<Integer> symbols = new ArrayList<>(List.of(0));
    text.chars().forEach(c -> symbols.add(VOCABULARY.number(String.valueOf((char) c))));
    symbols.add(0);
    return symbols.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] nats(double... probabilities) {
    float[] nats = new float[probabilities.length];
    for (int k = 0; k < nats.length; k++) {
      nats[k] = (float) -StrictMath.log(probabilities[k]);
    }
    return nats;
  }
}
