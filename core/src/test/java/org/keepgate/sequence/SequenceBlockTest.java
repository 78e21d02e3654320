package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Packed blocks of sequences, and shares made of them")
class SequenceBlockTest {
  private static final float NAN = Float.NaN;

  @Test
  @DisplayName("a text gives inputs s[0..n) and targets s[1..n], any range of them")
  void texts() {
    SequenceBlock block =
        SequenceBlock.builder(SequenceFormat.languageModel(9))
            .add(Sequence.ofSymbols("a", new int[] {0, 5, 0}))
            .add(Sequence.ofSymbols("b", new int[] {0, 1, 2, 3, 0}))
            .build();
    assertEquals(
        "2 2 4 6 6",
        block.count()
            + " "
            + block.length(0)
            + " "
            + block.length(1)
            + " "
            + block.steps()
            + " "
            + block.targets());
    int[] into = new int[4];
    block.readSymbols(1, 1, 3, into, 1);
    assertArrayEquals(new int[] {0, 1, 2, 3}, into);
    block.readTargetClasses(1, 1, 3, into, 1);
    assertArrayEquals(new int[] {0, 2, 3, 0}, into);
    block.readTargetClasses(0, 0, 2, into, 0);
    assertArrayEquals(new int[] {5, 0, 3, 0}, into);
    assertThrows(IllegalArgumentException.class, () -> block.readSymbols(0, 1, 2, into, 0));
  }

  @Test
  @DisplayName("an unlabelled sequence has no target, and steps without a target are not counted")
  void missingTargets() {
    Sequence three = Sequence.ofFeatures("x", new float[] {1, 2, 3}, 1);
    SequenceBlock tags =
        SequenceBlock.builder(SequenceFormat.tagger(1, 4))
            .add(three.withClasses(3, -1, 0))
            .add(three)
            .add(three.withClasses(-1))
            .build();
    assertEquals(2, tags.targets());
    int[] classes = new int[3];
    tags.readTargetClasses(0, 0, 3, classes, 0);
    assertArrayEquals(new int[] {3, -1, 0}, classes);
    tags.readTargetClasses(2, 0, 3, classes, 0);
    assertArrayEquals(new int[] {-1, -1, -1}, classes);

    SequenceBlock values =
        SequenceBlock.builder(SequenceFormat.forecaster(1, 2, Readout.EVERY_STEP))
            .add(three.withValues(NAN, NAN, 5, NAN, 7, 8))
            .add(three)
            .build();
    assertEquals(2, values.targets());
    float[] read = new float[4];
    values.readTargetValues(0, 1, 2, read, 0);
    assertArrayEquals(new float[] {5, NAN, 7, 8}, read);
    values.readTargetValues(1, 1, 2, read, 0);
    assertArrayEquals(new float[] {NAN, NAN, NAN, NAN}, read);
  }

  @Test
  @DisplayName("the target values of a whole sequence are read at its last step only")
  void lastStep() {
    SequenceBlock block =
        SequenceBlock.builder(SequenceFormat.forecaster(2, 1, Readout.LAST_STEP))
            .add(Sequence.ofFeatures("a", new float[] {1, 2, 3, 4}, 2).withValues(9))
            .add(Sequence.ofFeatures("b", new float[] {5, 6, 7, 8}, 2).withValues(11))
            .build();
    float[] values = new float[2];
    block.readTargetValues(1, 0, 2, values, 0);
    assertArrayEquals(new float[] {NAN, 11}, values);
    block.readTargetValues(1, 0, 1, values, 0);
    assertArrayEquals(new float[] {NAN, 11}, values); // only the first was asked for
    float[] features = new float[2];
    block.readFeatures(1, 1, 1, features, 0);
    assertArrayEquals(new float[] {7, 8}, features);
  }

  @Test
  @DisplayName("a list of labels belongs to the whole sequence; none is not the same as no target")
  void labelSequences() {
    SequenceFormat format = SequenceFormat.transcriber(1, 4);
    Sequence three = Sequence.ofFeatures("x", new float[] {1, 2, 3}, 1);
    Sequence five = Sequence.ofFeatures("y", new float[] {4, 5, 6, 7, 8}, 1);
    SequenceBlock block =
        SequenceBlock.builder(format)
            .add(three.withLabelSequence(4, 1))
            .add(three)
            .add(five.withLabelSequence())
            .add(five.withLabelSequence(2, 2, 3))
            .build();
    assertEquals(3, block.targets());
    assertEquals(
        "2 -1 0 3",
        block.labelCount(0)
            + " "
            + block.labelCount(1)
            + " "
            + block.labelCount(2)
            + " "
            + block.labelCount(3));
    int[] labels = new int[4];
    block.readLabels(3, labels, 1);
    assertArrayEquals(new int[] {0, 2, 2, 3}, labels);
    assertEquals(block, Copies.serialised(block));
    SequenceBlock other =
        SequenceBlock.builder(format).add(three.withLabelSequence(4, 2)).add(three).build();
    assertNotEquals(
        other.fingerprint(),
        SequenceBlock.builder(format)
            .add(three.withLabelSequence(4, 1))
            .add(three)
            .build()
            .fingerprint());
  }

  @Test
  @DisplayName("the rows of a minibatch keep their lists of labels, and segments are refused")
  void labelsOfMinibatch() {
    SequenceFormat format = SequenceFormat.transcriber(1, 4);
    Sequence three = Sequence.ofFeatures("x", new float[] {1, 2, 3}, 1);
    Sequence five = Sequence.ofFeatures("y", new float[] {4, 5, 6, 7, 8}, 1);
    SequenceShare share =
        Shares.share(
            format, List.of(three.withLabelSequence(4, 1), three, five.withLabelSequence(2, 2)));
    Minibatch batch = new Minibatch(format, 0, 0);
    BatchPlan plan = Batcher.plan(share, 5, 0, 0, 0, false);
    for (int time = 0; time < 2; time++) {
      plan.fill(0, batch);
      assertEquals(2, batch.targetCount());
      assertEquals(
          "2 2 -1", batch.labelCount(0) + " " + batch.labelCount(1) + " " + batch.labelCount(2));
      int[] labels = batch.labels();
      assertEquals(2, labels[batch.firstLabel(0) + 1]);
      assertEquals(1, labels[batch.firstLabel(1) + 1]);
    }
    InputException cut =
        assertThrows(InputException.class, () -> SegmentBatcher.plan(share, 5, 2, 0, 0, 0, false));
    assertTrue(cut.toString().contains("segmentLength"), cut.toString());
  }

  @Test
  @DisplayName("a minibatch is time-major and packed: inputs and targets of a step stand together")
  void minibatch() {
    SequenceFormat format = SequenceFormat.forecaster(2, 1, Readout.EVERY_STEP);
    List<Sequence> sequences =
        List.of(
            Sequence.ofFeatures("a", new float[] {1, 2}, 2).withValues(10),
            Sequence.ofFeatures("b", new float[] {3, 4, 5, 6, 7, 8}, 2).withValues(20, NAN, 40));
    Minibatch batch = new Minibatch(format, 0, 0);
    Batcher.plan(Shares.share(format, sequences), 5, 0, 0, 0, false).fill(0, batch);
    assertEquals("4 3 2", batch.totalRows() + " " + batch.steps() + " " + batch.batchSize());
    assertEquals("2 1 1", batch.rows(0) + " " + batch.rows(1) + " " + batch.rows(2));
    assertEquals("1 0", batch.sequence(0) + " " + batch.sequence(1));
    assertArrayEquals(new float[] {3, 4, 1, 2, 5, 6, 7, 8}, batch.features());
    assertArrayEquals(new float[] {20, 10, NAN, 40}, batch.targetValues());
    assertEquals(3, batch.targetCount());
  }

  @Test
  @DisplayName("a serialised copy is equal; other content, keys or format are not")
  void equality() {
    SequenceBlock block = block("a", 3, 7);
    assertEquals(block, Copies.serialised(block));
    assertEquals(block.hashCode(), Copies.serialised(block).hashCode());
    assertNotEquals(block, block("b", 3, 7));
    assertNotEquals(block, block("a", 4, 7));
    assertNotEquals(block, block("a", 3, 8));
  }

  @Test
  @DisplayName(
      "a block holds numbers, strings and arrays of them only, so every serialiser carries it")
  void plainFields() {
    for (Field field : SequenceBlock.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        Class<?> type = field.getType();
        Class<?> element = type.isArray() ? type.getComponentType() : type;
        assertTrue(element.isPrimitive() || element == String.class, field.toString());
      }
    }
    assertTrue(Modifier.isFinal(SequenceBlock.class.getModifiers()));
  }

  @Test
  @DisplayName("a share adds up its blocks in their order, and refuses one of another format")
  void share() {
    SequenceShare share = Shares.texts(3, 1, 4, 1, 5, 9, 2, 6, 5, 3);
    assertEquals(10, share.count());
    assertEquals(39, share.steps());
    assertEquals(39, share.targets());
    assertEquals("text 9", share.key(9));
    assertEquals(6, share.length(7));
    int[] first = new int[2];
    share.readSymbols(8, 0, 1, first, 0);
    share.readTargetClasses(8, 4, 1, first, 1);
    assertArrayEquals(new int[] {39, 44}, first); // 31 steps and 8 last symbols before it
    assertThrows(
        IllegalArgumentException.class,
        () -> new SequenceShare(SequenceFormat.languageModel(3), List.of(block("a", 3, 7))));
  }

  private static SequenceBlock block(String key, int symbol, int vocabularySize) {
    return SequenceBlock.builder(SequenceFormat.languageModel(vocabularySize))
        .add(Sequence.ofSymbols(key, new int[] {0, symbol, 0}))
        .build();
  }
}
