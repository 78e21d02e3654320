package org.keepgate.analysis.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A scanner of texts")
class TextScannerTest {

  @ParameterizedTest(name = "{0} in [{1}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = false,
      value = { // each digit is the feature behind the character above it, ~ is a line end
        "LINE_POSITION|ab cd~efg~~h|123450123001",
        "INDENTATION|ab~  cd~ e|0001222011",
        "PARAGRAPH_LINE|a~b~c~~d~  ~e|0112230011100",
        "SENTENCE_POSITION|ab. cd? e|123012301",
        "WORD_LENGTH|ab c12 def|1201000123",
        "BRACKET_DEPTH|a(b[c]{d})e)|011221221000",
        "IN_ROUND_BRACKETS|a(b(c)d)e)f|01111110000",
        "IN_ROUND_BRACKETS|a(b~~c|011100",
        "IN_CURLY_BRACKETS|{a~~b}c|1111100",
        "IN_QUOTES|a\"b\"c|01100",
        "IN_QUOTES|\"a\\\"b\"c|1111100",
        "IN_QUOTES|\"a\\\\\"b|111100",
        "IN_QUOTES|\"a~~b|11100",
        "IN_QUOTES|'\"'b|0000",
        "IN_QUOTES|(\u201ca\u201d|0110",
        "IN_COMMENT|a/*b*/c|0011100",
        "IN_COMMENT|a//b~c|001100",
        "IN_COMMENT|s://b|00000",
        "IN_COMMENT|\"//\"|0000",
        "IN_COMMENT|<!--a-->b|000111100",
        "IN_QUOTES|//\"~a|00000",
        "BRACKET_DEPTH|\"(\"a|0000",
        "IN_WORD|a 1b|1001",
        "IN_NUMBER|a 1b|0010",
        "IN_CAPITALS|aB c|0100"
      })
  void tells(String feature, String text, String values) {
    assertEquals(values, told(TextFeature.valueOf(feature), text));
  }

  @Test
  @DisplayName("counts a tab as eight places of indentation, and of the line")
  void tabs() {
    TextScanner scanner = new TextScanner();
    scanner.read("\t\tx");
    assertEquals(16, scanner.value(TextFeature.INDENTATION));
    assertEquals(17, scanner.value(TextFeature.LINE_POSITION));
  }

  @Test
  @DisplayName("knows nothing of the text before")
  void forgets() {
    TextScanner used = new TextScanner();
    used.read("  if (a { \"b");
    used.begin();
    TextScanner fresh = new TextScanner();
    for (TextFeature feature : TextFeature.values()) {
      assertEquals(fresh.value(feature), used.value(feature), feature.words());
    }
  }

  private static String told(TextFeature feature, String text) {
    TextScanner scanner = new TextScanner();
    StringBuilder told = new StringBuilder();
    for (char each : text.replace('~', '\n').toCharArray()) {
      scanner.read(each);
      told.append(scanner.value(feature));
    }
    return told.toString();
  }
}
