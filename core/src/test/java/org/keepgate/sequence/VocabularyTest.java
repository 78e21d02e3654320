package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Vocabulary: symbols and their numbers")
class VocabularyTest {

  @Test
  @DisplayName("symbols are numbered by falling frequency, equally frequent ones by code points")
  void order() {
    SymbolCounts counts = counts("b", "c", "c", "c", "a", "b", "\uFF01", "\uD83D\uDE00", "aa");
    Vocabulary vocabulary = Vocabulary.ofLabels(counts);
    assertEquals(List.of("c", "b", "a", "aa", "\uFF01", "\uD83D\uDE00"), vocabulary.symbols());
    assertEquals(0, vocabulary.number("c"));
    assertEquals("\uFF01", vocabulary.symbol(4)); // UTF-16 order would have U+1F600 first
  }

  @Test
  @DisplayName("counts merged in another order give the same vocabulary")
  void mergedCounts() {
    SymbolCounts one = counts("x", "y", "y");
    one.add(counts("z", "x", "x"));
    SymbolCounts other = counts("z", "x", "x");
    other.add(counts("x", "y", "y"));
    assertEquals(Vocabulary.ofTexts(one, 0, 0, false), Vocabulary.ofTexts(other, 0, 0, false));
    assertEquals(3, one.count("x"));
    assertEquals(6, one.total());
    assertEquals(3, one.distinct());
  }

  @Test
  @DisplayName("texts have the boundary as symbol 0, and no unknown symbol while all are kept")
  void boundary() {
    Vocabulary vocabulary = Vocabulary.ofTexts(counts("a", "b", "b"), 1, 3, false);
    assertEquals(List.of(Vocabulary.BOUNDARY, "b", "a"), vocabulary.symbols());
    assertTrue(vocabulary.hasBoundary());
    assertFalse(vocabulary.hasUnknown());
  }

  @Test
  @DisplayName(
      "an unknown symbol appears when rare symbols are left out, when room is short, or on request")
  void unknown() {
    SymbolCounts counts = counts("a", "b", "b", "c", "c", "c");
    List<String> expected = List.of(Vocabulary.BOUNDARY, Vocabulary.UNKNOWN, "c", "b");
    Vocabulary byCount = Vocabulary.ofTexts(counts, 2, 0, false);
    assertEquals(expected, byCount.symbols());
    assertEquals(expected.subList(0, 3), Vocabulary.ofTexts(counts, 0, 3, false).symbols());
    assertFalse(Vocabulary.ofTexts(counts, 0, 4, false).hasUnknown()); // all three fit
    assertEquals(1, byCount.number("a"));
    assertEquals(1, byCount.number("never seen"));
    assertFalse(byCount.contains("a"));
    Vocabulary asked = Vocabulary.ofSymbols(counts, 0, 0, true);
    assertEquals(List.of(Vocabulary.UNKNOWN, "c", "b", "a"), asked.symbols());
    assertEquals(0, asked.number("d"));
  }

  @Test
  @DisplayName("a word spelled like a special symbol is that symbol, not a second one")
  void specialWords() {
    SymbolCounts counts = counts(Vocabulary.BOUNDARY, Vocabulary.UNKNOWN, "a");
    Vocabulary vocabulary = Vocabulary.ofTexts(counts, 0, 0, true);
    assertEquals(List.of(Vocabulary.BOUNDARY, Vocabulary.UNKNOWN, "a"), vocabulary.symbols());
  }

  @Test
  @DisplayName("an unknown label is refused by its name, with the known ones, shortened")
  void unknownLabel() {
    SymbolCounts counts = counts("cat", "dog");
    InputException refusal =
        assertThrows(InputException.class, () -> Vocabulary.ofLabels(counts).number("bird"));
    assertEquals(
        "'bird' was not seen in training; expected 'cat', 'dog': correct it, leave it out, or train"
            + " with data that has it",
        refusal.getMessage());
    for (int k = 0; k < 1000; k++) {
      counts.add("label " + k);
    }
    InputException shortened =
        assertThrows(InputException.class, () -> Vocabulary.ofLabels(counts).number("bird"));
    assertTrue(shortened.toString().contains("… (990 more)"), shortened.toString());
  }

  @Test
  @DisplayName("a vocabulary made again from its parts is equal; wrong parts are refused")
  void parts() {
    Vocabulary vocabulary = Vocabulary.ofTexts(counts("a", "b", "b"), 2, 0, false);
    assertEquals(
        vocabulary,
        Vocabulary.of(vocabulary.symbols(), vocabulary.hasBoundary(), vocabulary.hasUnknown()));
    assertThrows(
        IllegalArgumentException.class, () -> Vocabulary.of(List.of("a", "a"), false, false));
    assertThrows(
        IllegalArgumentException.class, () -> Vocabulary.of(List.of("a", "b"), true, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> Vocabulary.of(List.of(Vocabulary.BOUNDARY), true, true));
  }

  @Test
  @DisplayName("a serialised copy is equal and still finds its symbols")
  void serialised() {
    Vocabulary vocabulary = Vocabulary.ofTexts(counts("a", "b", "b"), 0, 0, true);
    assertEquals(2, vocabulary.number("b"));
    Vocabulary copy = Copies.serialised(vocabulary);
    assertEquals(vocabulary, copy);
    assertEquals(2, copy.number("b"));
  }

  @Test
  @DisplayName("a maxSize without room for one symbol of the data is refused")
  void noRoom() {
    SymbolCounts counts = counts("a", "b");
    assertThrows(InputException.class, () -> Vocabulary.ofTexts(counts, 0, 2, false));
    assertEquals(3, Vocabulary.ofTexts(counts, 0, 3, false).size());
  }

  private static SymbolCounts counts(String... symbols) {
    SymbolCounts counts = new SymbolCounts();
    for (String symbol : symbols) {
      counts.add(symbol);
    }
    return counts;
  }
}
