package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepgate.math.RandomStream;

@DisplayName("Blocks in pieces, and shares whose blocks are somewhere else")
class BlockPiecesTest {
  private static final float NAN = Float.NaN;

  static Stream<Arguments> formats() {
    Function<Sequence, Sequence> same = sequence -> sequence;
    return Stream.of(
        Arguments.of(SequenceFormat.languageModel(9), same),
        Arguments.of(SequenceFormat.symbolClassifier(9, 4), with(it -> it.withClasses(3))),
        Arguments.of(
            SequenceFormat.symbolTagger(9, 4), with(it -> it.withClasses(classes(it.rows())))),
        Arguments.of(SequenceFormat.classifier(2, 4), with(it -> it.withClasses(2))),
        Arguments.of(SequenceFormat.tagger(2, 4), with(it -> it.withClasses(classes(it.rows())))),
        Arguments.of(
            SequenceFormat.forecaster(2, 3, Readout.LAST_STEP),
            with(it -> it.withValues(1, NAN, it.rows()))),
        Arguments.of(
            SequenceFormat.forecaster(2, 1, Readout.EVERY_STEP),
            with(it -> it.withValues(values(it.rows())))),
        Arguments.of(SequenceFormat.labeller(2, 1), with(it -> it.withValues(ones(it.rows())))),
        Arguments.of(SequenceFormat.transcriber(2, 4), with(it -> it.withLabelSequence(1, 3))));
  }

  /** Every third sequence stays without a target. */
  private static Function<Sequence, Sequence> with(Function<Sequence, Sequence> target) {
    return sequence -> sequence.rows() % 3 == 0 ? sequence : target.apply(sequence);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  @DisplayName("the pieces of a block are the blocks of its sequences, one range after another")
  void pieces(SequenceFormat format, Function<Sequence, Sequence> targets) {
    List<Sequence> sequences = sequences(format, targets);
    SequenceBlock block = block(format, sequences);
    for (long most : new long[] {1, 150, 400, 1 << 20}) {
      int from = 0;
      for (SequenceBlock piece : block.pieces(most)) {
        SequenceBlock expected = block(format, sequences.subList(from, from + piece.count()));
        assertEquals(expected, piece);
        assertEquals(expected.targets(), piece.targets());
        assertEquals(expected.fingerprint(), piece.fingerprint());
        assertTrue(piece.count() == 1 || piece.bytes() < 2 * most, piece + " of " + piece.bytes());
        from += piece.count();
      }
      assertEquals(sequences.size(), from);
    }
    assertEquals(20, block.pieces(1).size());
    assertEquals(List.of(block), block.pieces(1 << 20));
  }

  @Test
  @DisplayName("a share read from a source fills the same minibatches as one that holds its blocks")
  void source() {
    List<SequenceBlock> blocks = new ArrayList<>();
    for (int k = 0; k < 5; k++) {
      SequenceFormat format = SequenceFormat.languageModel(9);
      blocks.add(block(format, sequences(format, it -> it)));
    }
    SequenceShare held = new SequenceShare(blocks.get(0).format(), blocks);
    ShareIndex index = new ShareIndex(held.format());
    List<SequenceBlock> pieces = new ArrayList<>();
    for (SequenceBlock block : blocks) {
      pieces.addAll(block.pieces(100));
    }
    pieces.forEach(index::add);
    List<Integer> asked = new ArrayList<>();
    SequenceShare read =
        new SequenceShare(
            index,
            piece -> {
              asked.add(piece);
              return pieces.get(piece);
            });
    assertEquals(List.of(), asked, "the index is enough to know the share");
    assertEquals(held.count() + " " + held.steps(), read.count() + " " + read.steps());
    BatchPlan first = SegmentBatcher.plan(held, 3, 4, 1, 0, 0, true);
    BatchPlan second = SegmentBatcher.plan(read, 3, 4, 1, 0, 0, true);
    assertEquals(List.of(), asked, "an epoch is planned without reading a sequence");
    assertEquals(first.minibatches(), second.minibatches());
    Minibatch one = new Minibatch(held.format(), first.maxRows(), first.maxSteps());
    Minibatch other = new Minibatch(held.format(), first.maxRows(), first.maxSteps());
    for (int k = 0; k < first.minibatches(); k++) {
      first.fill(k, one);
      second.fill(k, other);
      assertEquals(one.totalRows(), other.totalRows());
      for (int n = 0; n < one.totalRows(); n++) {
        assertEquals(one.symbols()[n], other.symbols()[n]);
        assertEquals(one.targetClasses()[n], other.targetClasses()[n]);
      }
    }
    assertArrayEquals(
        new int[] {0, pieces.size() - 1},
        new int[] {
          asked.stream().mapToInt(it -> it).min().orElseThrow(),
          asked.stream().mapToInt(it -> it).max().orElseThrow()
        });
  }

  private static SequenceBlock block(SequenceFormat format, List<Sequence> sequences) {
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    sequences.forEach(builder::add);
    return builder.build();
  }

  private static List<Sequence> sequences(
      SequenceFormat format, Function<Sequence, Sequence> targets) {
    RandomStream random = new RandomStream(4);
    List<Sequence> sequences = new ArrayList<>();
    for (int k = 0; k < 20; k++) {
      int rows = 2 + random.nextInt(9);
      int[] symbols = new int[rows];
      float[] features = new float[rows * 2];
      for (int t = 0; t < rows; t++) {
        symbols[t] = random.nextInt(9);
        features[2 * t] = k + t / 16f;
      }
      sequences.add(
          targets.apply(
              format.symbols()
                  ? Sequence.ofSymbols("key " + k, symbols)
                  : Sequence.ofFeatures("key " + k, features, 2)));
    }
    return sequences;
  }

  private static int[] classes(int rows) {
    int[] classes = new int[rows];
    for (int t = 0; t < rows; t++) {
      classes[t] = t % 4 - (t == 1 ? 2 : 0); // −1 at the second step
    }
    return classes;
  }

  private static float[] values(int rows) {
    float[] values = new float[rows];
    for (int t = 0; t < rows; t++) {
      values[t] = t == 1 ? NAN : t / 8f;
    }
    return values;
  }

  private static float[] ones(int rows) {
    float[] values = new float[rows];
    Arrays.fill(values, 1);
    return values;
  }
}
