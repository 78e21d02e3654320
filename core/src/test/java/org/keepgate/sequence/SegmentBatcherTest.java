package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Segments of sequences, for truncated back-propagation through time")
class SegmentBatcherTest {

  @ParameterizedTest(name = "T={0}")
  @ValueSource(ints = {1, 7, 20, 100})
  @DisplayName("row r of a continuing segment starts where row r of the segment before ended")
  void rowsContinueExactly(int segmentLength) {
    SequenceShare share = Shares.numbered(Shares.random(50, 90));
    BatchPlan plan = SegmentBatcher.plan(share, 8, segmentLength, 5, 1, 0, true);
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    int[] next = new int[8]; // the number that each row must go on with
    int[] sequence = new int[8];
    int[] done = new int[share.count()];
    int running = 0;
    for (int index = 0; index < plan.minibatches(); index++) {
      plan.fill(index, batch);
      assertTrue(batch.continues() ? batch.batchSize() <= running : running == 0);
      running = 0;
      for (int row = 0; row < batch.batchSize(); row++) {
        int from = batch.sequence(row);
        assertEquals(batch.continues() ? next[row] : firstNumber(share, from), number(batch, row));
        assertTrue(!batch.continues() || sequence[row] == from);
        sequence[row] = from;
        next[row] = number(batch, row) + batch.length(row);
        done[from] += batch.length(row);
        running += done[from] < share.length(from) ? 1 : 0;
        assertTrue(done[from] == share.length(from) || batch.length(row) == segmentLength);
      }
    }
    for (int k = 0; k < share.count(); k++) {
      assertEquals(share.length(k), done[k], share.key(k));
    }
  }

  @Test
  @DisplayName("a sequence of a million steps is cut into segments in the memory of one segment")
  void millionSteps() {
    int length = 1_000_000;
    float[] features = new float[2 * length];
    int[] classes = new int[length];
    Arrays.setAll(classes, t -> t % 3);
    for (int k = 0; k < features.length; k++) {
      features[k] = k;
    }
    SequenceFormat format = SequenceFormat.tagger(2, 3);
    Sequence sequence = Sequence.ofFeatures("long", features, 2).withClasses(classes);
    SequenceShare share =
        new SequenceShare(format, List.of(SequenceBlock.builder(format).add(sequence).build()));

    BatchPlan plan = SegmentBatcher.plan(share, 32, 128, 1, 0, 0, true);
    assertEquals(7813, plan.minibatches());
    assertEquals(1, plan.maxRows());
    assertEquals(128, plan.maxTotalRows());
    Minibatch batch = new Minibatch(format, plan.maxRows(), plan.maxSteps());
    long targets = 0;
    for (int index = 0; index < plan.minibatches(); index++) {
      plan.fill(index, batch);
      assertEquals(index > 0, batch.continues());
      assertEquals(256f * index, batch.features()[0]);
      targets += batch.targetCount();
    }
    assertEquals(length, targets);
    assertTrue(batch.features().length <= 256 && batch.targetClasses().length <= 128);
  }

  @Test
  @DisplayName("the one target of a sequence stands at its last step, in its last segment")
  void lastStepTargets() {
    SequenceFormat format = SequenceFormat.classifier(1, 5);
    List<Sequence> sequences =
        List.of(
            Sequence.ofFeatures("a", new float[10], 1).withClasses(4),
            Sequence.ofFeatures("b", new float[7], 1).withClasses(2),
            Sequence.ofFeatures("c", new float[8], 1).withClasses(-1));
    SequenceShare share = Shares.share(format, sequences);
    assertEquals(2, share.targets());
    BatchPlan plan = SegmentBatcher.plan(share, 3, 5, 1, 0, 0, false);
    Minibatch batch = new Minibatch(format, 3, 5);

    plan.fill(0, batch);
    assertEquals(0, batch.targetCount());
    assertFalse(batch.continues());
    int[] none = new int[15];
    Arrays.fill(none, -1);
    assertEquals(Arrays.toString(none), targets(batch));

    plan.fill(1, batch);
    assertEquals(2, batch.targetCount());
    assertTrue(batch.continues());
    assertEquals("[-1, -1, -1, -1, -1, 2, -1, -1, -1, 4]", targets(batch)); // rows a c b | … | a
  }

  @Test
  @DisplayName("the target values of a whole sequence stand at its last step, in its last segment")
  void lastStepValues() {
    SequenceFormat format = SequenceFormat.forecaster(1, 2, Readout.LAST_STEP);
    List<Sequence> sequences =
        List.of(
            Sequence.ofFeatures("a", new float[3], 1).withValues(1, 2),
            Sequence.ofFeatures("b", new float[4], 1).withValues(3, Float.NaN));
    SequenceShare share = Shares.share(format, sequences);
    BatchPlan plan = SegmentBatcher.plan(share, 2, 2, 1, 0, 0, false);
    Minibatch batch = new Minibatch(format, 2, 2);
    float nan = Float.NaN;

    plan.fill(0, batch);
    assertEquals(0, batch.targetCount());
    assertArrayEquals(new float[] {nan, nan, nan, nan, nan, nan, nan, nan}, batch.targetValues());

    plan.fill(1, batch); // rows b a | b
    assertEquals(2, batch.targetCount());
    assertArrayEquals(new float[] {nan, nan, 1, 2, 3, nan}, Arrays.copyOf(batch.targetValues(), 6));
  }

  private static String targets(Minibatch batch) {
    return Arrays.toString(Arrays.copyOf(batch.targetClasses(), batch.totalRows()));
  }

  private static int number(Minibatch batch, int row) {
    return (int) batch.features()[row];
  }

  private static int firstNumber(SequenceShare share, int sequence) {
    float[] first = new float[1];
    share.readFeatures(sequence, 0, 1, first, 0);
    return (int) first[0];
  }
}
