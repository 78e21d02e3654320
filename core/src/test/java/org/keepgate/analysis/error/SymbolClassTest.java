package org.keepgate.analysis.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The class of a symbol")
class SymbolClassTest {

  @ParameterizedTest(name = "[{0}] is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a|SMALL_LETTER",
        "ß|SMALL_LETTER",
        "字|SMALL_LETTER",
        "Ä|CAPITAL_LETTER",
        "Word|CAPITAL_LETTER",
        "7|DIGIT",
        "'|QUOTE",
        "(|BRACKET",
        "—|PUNCTUATION",
        "=|OTHER",
        "😀|OTHER",
        "<boundary>|BOUNDARY",
        "<unknown>|UNKNOWN",
        "<|BRACKET"
      })
  void of(String symbol, SymbolClass expected) {
    assertEquals(expected, SymbolClass.of(symbol));
  }

  @Test
  @DisplayName("of white space is a space, or the line's end")
  void ofWhiteSpace() {
    assertEquals(SymbolClass.SPACE, SymbolClass.of(" "));
    assertEquals(SymbolClass.SPACE, SymbolClass.of("\t"));
    assertEquals(SymbolClass.SPACE, SymbolClass.of("\u00a0"));
    assertEquals(SymbolClass.NEWLINE, SymbolClass.of("\n"));
  }
}
