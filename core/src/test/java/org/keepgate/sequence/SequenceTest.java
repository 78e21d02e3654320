package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Sequences and the formats that they must have")
class SequenceTest {
  private static final SequenceFormat TEXT = SequenceFormat.languageModel(5);
  private static final SequenceFormat CLASSIFIER = SequenceFormat.classifier(2, 3);
  private static final SequenceFormat TAGGER = SequenceFormat.tagger(2, 3);
  private static final SequenceFormat LABELLER = SequenceFormat.labeller(2, 2);
  private static final SequenceFormat TRANSCRIBER = SequenceFormat.transcriber(2, 4);
  private static final SequenceFormat FORECASTER =
      SequenceFormat.forecaster(2, 2, Readout.LAST_STEP);

  @Test
  @DisplayName("a text has one step less than symbols, every other sequence as many as inputs")
  void lengths() {
    Sequence symbols = Sequence.ofSymbols("a", new int[] {0, 3, 1, 0});
    assertEquals(3, symbols.length());
    assertEquals(4, symbols.withClasses(1).length());
    assertEquals(2, Sequence.ofFeatures("b", new float[6], 3).length());
  }

  @Test
  @DisplayName("a sequence without steps is refused by its key")
  void empty() {
    String sentence =
        "sequence 'row 7' has no steps; expected at least one: leave the sequence out";
    assertEquals(
        sentence,
        assertThrows(InputException.class, () -> Sequence.ofSymbols("row 7", new int[0]))
            .getMessage());
    assertEquals(
        sentence,
        assertThrows(InputException.class, () -> Sequence.ofFeatures("row 7", new float[0], 3))
            .getMessage());
    Sequence oneSymbol = Sequence.ofSymbols("row 7", new int[] {1});
    assertEquals(sentence, refusal(TEXT, oneSymbol)); // nothing follows its symbol
  }

  static Stream<Arguments> misfits() {
    Sequence symbols = Sequence.ofSymbols("x", new int[] {0, 4, 1});
    Sequence features = Sequence.ofFeatures("x", new float[6], 2);
    float[] withNan = {0, 0, 0, Float.NaN, 0, 0};
    float[] withInfinity = {0, 0, Float.NEGATIVE_INFINITY, 0, 0, 0};
    return Stream.of(
        Arguments.of(TEXT, features, "has features, expected symbols"),
        Arguments.of(
            TEXT,
            Sequence.ofSymbols("x", new int[] {0, 5, 1}),
            "has symbol 5 at step 1, expected 0 to 4"),
        Arguments.of(
            TEXT,
            symbols.withClasses(1),
            "has targets of its own, expected a text, whose symbols are its targets"),
        Arguments.of(CLASSIFIER, symbols, "has symbols, expected 2 features at a step"),
        Arguments.of(
            CLASSIFIER,
            Sequence.ofFeatures("x", new float[6], 3).withClasses(0),
            "has 3 features at a step, expected 2"),
        Arguments.of(
            CLASSIFIER,
            Sequence.ofFeatures("x", withNan, 2).withClasses(0),
            "has NaN as feature 1 of step 1, expected a finite number"),
        Arguments.of(
            CLASSIFIER,
            Sequence.ofFeatures("x", withInfinity, 2).withClasses(0),
            "has -Infinity as feature 0 of step 1, expected a finite number"),
        Arguments.of(CLASSIFIER, features.withClasses(3), "has class 3, expected 0 to 2 or -1"),
        Arguments.of(CLASSIFIER, features.withClasses(0, 1, 2), "has 3 labels, expected 1"),
        Arguments.of(TAGGER, features.withClasses(1), "has 1 labels, expected 3"),
        Arguments.of(TAGGER, features.withClasses(1, -2, 0), "has class -2, expected 0 to 2 or -1"),
        Arguments.of(TAGGER, features.withValues(1), "has values as targets, expected classes"),
        Arguments.of(
            FORECASTER, features.withClasses(1), "has classes as targets, expected values"),
        Arguments.of(FORECASTER, features.withValues(1), "has 1 target values, expected 2"),
        Arguments.of(
            FORECASTER,
            features.withValues(1, Float.POSITIVE_INFINITY),
            "has an infinite target value, expected a finite number"),
        Arguments.of(
            FORECASTER,
            features.withLabelSequence(1),
            "has a list of labels as its target, expected values"),
        Arguments.of(
            LABELLER,
            features.withValues(0, 1, 0, 1, 0.5f, 1),
            "has label 0.5, expected 0, 1 or nothing"),
        Arguments.of(LABELLER, features.withValues(0, 1), "has 2 target labels, expected 6"),
        Arguments.of(
            TRANSCRIBER,
            features.withClasses(1),
            "has classes as targets, expected a list of labels"),
        Arguments.of(TRANSCRIBER, features.withLabelSequence(2, 0), "has label 0, expected 1 to 4"),
        Arguments.of(
            TRANSCRIBER,
            features.withLabelSequence(1, 2, 2),
            "has 3 steps, too few for its 3 labels: with a blank between equal neighbours they need"
                + " at least 4; lengthen the input, shorten the target, or leave the sequence"
                + " out"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("misfits")
  @DisplayName(
      "a sequence of another format is refused by its key, with what was expected and found")
  void misfit(SequenceFormat format, Sequence sequence, String sentence) {
    assertEquals("sequence 'x' " + sentence, refusal(format, sequence));
  }

  @Test
  @DisplayName(
      "labels that are neither one nor as many as the steps are refused where they are set")
  void labels() {
    Sequence features = Sequence.ofFeatures("x", new float[6], 2);
    assertEquals(
        "sequence 'x' has 3 steps and 2 labels; give one label, or one for each step",
        assertThrows(InputException.class, () -> features.withClasses(0, 1)).getMessage());
  }

  @Test
  @DisplayName("a serialised copy is equal to its original, and nothing else is")
  void serialised() {
    Sequence sequence = Sequence.ofFeatures("x", new float[] {1, 2, 3, 4}, 2).withValues(5, 6);
    assertEquals(sequence, Copies.serialised(sequence));
    Sequence other = Sequence.ofFeatures("x", new float[] {1, 2, 3, 4}, 2).withValues(5, 7);
    assertEquals(false, sequence.equals(other));
  }

  @Test
  @DisplayName("a language model that is not one is refused")
  void formats() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SequenceFormat(true, 5, TargetKind.NEXT_SYMBOL, Readout.LAST_STEP, 5));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SequenceFormat(false, 5, TargetKind.NEXT_SYMBOL, Readout.EVERY_STEP, 5));
    assertThrows(IllegalArgumentException.class, () -> SequenceFormat.classifier(0, 3));
  }

  private static String refusal(SequenceFormat format, Sequence sequence) {
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> builder.add(sequence)).getMessage());
    assertEquals(SequenceBlock.builder(format).build(), builder.build(), "left something behind");
    return message;
  }
}
