package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Laws of the three batchers")
class BatchPlanLawsTest {
  private static final long SEED = 17;

  /** The three ways to plan an epoch. */
  enum Way {
    WHOLE {
      @Override
      BatchPlan plan(SequenceShare share, int batchSize, int segment, int epoch, int worker) {
        return Batcher.plan(share, batchSize, SEED, epoch, worker, true);
      }
    },
    SEGMENTS {
      @Override
      BatchPlan plan(SequenceShare share, int batchSize, int segment, int epoch, int worker) {
        return SegmentBatcher.plan(share, batchSize, segment, SEED, epoch, worker, true);
      }
    },
    STREAM {
      @Override
      BatchPlan plan(SequenceShare share, int batchSize, int segment, int epoch, int worker) {
        return StreamBatcher.plan(share, batchSize, segment, SEED, epoch, worker, true);
      }
    };

    abstract BatchPlan plan(SequenceShare share, int batchSize, int segment, int epoch, int worker);
  }

  static Stream<Arguments> awkwardSizes() {
    List<Arguments> cases = new ArrayList<>();
    for (Way way : Way.values()) {
      for (int[] lengths : Shares.AWKWARD_LENGTHS) {
        for (int batchSize : new int[] {1, 3, 8, 200}) {
          for (int segment : new int[] {1, 7, 5000}) {
            cases.add(Arguments.of(way, lengths, batchSize, segment));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} B={2} T={3} of {1}")
  @MethodSource("awkwardSizes")
  @DisplayName("every target of the share comes exactly once an epoch, beside its own input")
  void everyTargetOnce(Way way, int[] lengths, int batchSize, int segment) {
    SequenceShare share = Shares.texts(lengths);
    int[] seen = new int[share.format().inputSize() + 1];
    long targets = 0;
    BatchPlan plan = way.plan(share, batchSize, segment, 3, 1);
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    for (int index = 0; index < plan.minibatches(); index++) {
      plan.fill(index, batch);
      for (int n = 0; n < batch.totalRows(); n++) {
        assertEquals(batch.symbols()[n] + 1, batch.targetClasses()[n]);
        seen[batch.targetClasses()[n]]++;
      }
      assertEquals(batch.totalRows(), batch.targetCount());
      targets += batch.targetCount();
    }
    assertEquals(Arrays.stream(lengths).sum(), targets);
    assertEquals(targets, Arrays.stream(seen).filter(count -> count == 1).count());
  }

  @ParameterizedTest(name = "{0} B={2} T={3} of {1}")
  @MethodSource("awkwardSizes")
  @DisplayName("rows never grow from step to step, none is empty, and the announced bounds hold")
  void rowsAndBounds(Way way, int[] lengths, int batchSize, int segment) {
    SequenceShare share = Shares.texts(lengths);
    BatchPlan plan = way.plan(share, batchSize, segment, 3, 1);
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    for (int index = 0; index < plan.minibatches(); index++) {
      plan.fill(index, batch);
      assertTrue(batch.targetCount() > 0, "nothing in minibatch " + index);
      assertTrue(batch.batchSize() <= plan.maxRows() && plan.maxRows() <= batchSize);
      assertTrue(batch.steps() <= plan.maxSteps());
      assertTrue(batch.totalRows() <= plan.maxTotalRows());
      assertEquals(0, batch.firstRow(0));
      assertEquals(batch.batchSize(), batch.rows(0));
      assertTrue(batch.rows(batch.steps() - 1) > 0);
      for (int t = 1; t < batch.steps(); t++) {
        assertTrue(batch.rows(t) <= batch.rows(t - 1));
        assertEquals(batch.firstRow(t), batch.firstRow(t - 1) + batch.rows(t - 1));
      }
      assertEquals(batch.totalRows(), batch.firstRow(batch.steps()));
    }
  }

  @ParameterizedTest(name = "{0} B={2} T={3} of {1}")
  @MethodSource("awkwardSizes")
  @DisplayName("the number of minibatches and the bounds are the same in every epoch")
  void epochChangesNoCount(Way way, int[] lengths, int batchSize, int segment) {
    SequenceShare share = Shares.texts(lengths);
    BatchPlan first = way.plan(share, batchSize, segment, 0, 1);
    for (int epoch = 1; epoch < 6; epoch++) {
      BatchPlan other = way.plan(share, batchSize, segment, epoch, 1);
      assertEquals(first.minibatches(), other.minibatches());
      assertEquals(first.maxRows(), other.maxRows());
      assertEquals(first.maxSteps(), other.maxSteps());
      assertEquals(first.maxTotalRows(), other.maxTotalRows());
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @DisplayName("a share without sequences has no minibatches")
  void emptyShare(Way way) {
    BatchPlan plan = way.plan(Shares.texts(), 8, 5, 0, 0);
    assertEquals(0, plan.minibatches());
    assertEquals(0, plan.maxTotalRows());
    Minibatch batch = new Minibatch(SequenceFormat.languageModel(3), 1, 1);
    assertThrows(IllegalArgumentException.class, () -> plan.fill(0, batch));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @DisplayName("the same seed, epoch and worker give the same minibatches, in any order of filling")
  void sameSeedSameMinibatches(Way way) {
    SequenceShare share = Shares.texts(Shares.random(60, 50));
    List<int[]> forward = contents(way.plan(share, 8, 7, 2, 1), share.format(), false);
    List<int[]> backward = contents(way.plan(share, 8, 7, 2, 1), share.format(), true);
    for (int index = 0; index < forward.size(); index++) {
      assertArrayEquals(forward.get(index), backward.get(index));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @DisplayName("another epoch, and another worker, give another composition and another order")
  void anotherEpochAnotherOrder(Way way) {
    SequenceShare share = Shares.texts(Shares.random(60, 50));
    String first = composition(way.plan(share, 8, 7, 2, 1), share.format());
    String otherEpoch = composition(way.plan(share, 8, 7, 3, 1), share.format());
    String otherWorker = composition(way.plan(share, 8, 7, 2, 2), share.format());
    assertFalse(first.equals(otherEpoch), "another epoch changed nothing");
    assertFalse(first.equals(otherWorker), "another worker changed nothing");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @DisplayName("filling allocates nothing once the minibatch has grown")
  void fillAllocatesNothing(Way way) {
    SequenceShare share = Shares.texts(Shares.random(100, 60));
    BatchPlan plan = way.plan(share, 8, 16, 0, 0);
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    fillAll(plan, batch);
    long least = Long.MAX_VALUE; // of several passes: in one of them a class may be loaded, once
    for (int pass = 0; pass < 3; pass++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      fillAll(plan, batch);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes");
  }

  @Test
  @DisplayName("full minibatches join sequences of similar length: few rows leave early")
  void similarLengthsTogether() {
    SequenceShare share = Shares.numbered(Shares.random(2000, 1000));
    BatchPlan plan = Batcher.plan(share, 16, SEED, 0, 0, true);
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    long packed = 0;
    long rectangle = 0;
    for (int index = 0; index < plan.minibatches(); index++) {
      plan.fill(index, batch);
      packed += batch.totalRows();
      rectangle += (long) batch.batchSize() * batch.steps();
    }
    assertTrue(packed > 0.88 * rectangle, packed + " of " + rectangle);
  }

  @Test
  @DisplayName(
      "the bound on packed rows is that of the longest sequences side by side, no rectangle")
  void boundOnPackedRows() {
    SequenceShare share = Shares.texts(2, 9, 100, 3, 8);
    assertEquals(117, Batcher.plan(share, 3, SEED, 0, 0, true).maxTotalRows());
    assertEquals(38, SegmentBatcher.plan(share, 3, 21, SEED, 0, 0, true).maxTotalRows());
    assertEquals(3 * 21, StreamBatcher.plan(share, 3, 21, SEED, 0, 0, true).maxTotalRows());
  }

  @Test
  @DisplayName("a batch size beyond the number of sequences makes one minibatch, however large")
  void largestBatchSize() {
    SequenceShare share = Shares.texts(2, 9, 100, 3, 8);
    BatchPlan plan = Batcher.plan(share, Integer.MAX_VALUE, SEED, 0, 0, true);
    assertEquals(1, plan.minibatches());
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    assertEquals(5, batch.batchSize());
    assertEquals(plan.maxTotalRows(), batch.totalRows());
  }

  @Test
  @DisplayName("without shuffling every epoch is the same, longest sequences first")
  void withoutShuffling() {
    SequenceShare share = Shares.texts(Shares.random(30, 50));
    BatchPlan first = Batcher.plan(share, 4, SEED, 0, 0, false);
    BatchPlan second = Batcher.plan(share, 4, SEED + 1, 5, 2, false);
    assertEquals(composition(first, share.format()), composition(second, share.format()));
    Minibatch batch = new Minibatch(share.format(), 4, 50);
    first.fill(0, batch);
    int longest = batch.steps();
    first.fill(first.minibatches() - 1, batch);
    assertTrue(longest > 40 && batch.steps() < 10, longest + " and " + batch.steps());
  }

  @Test
  @DisplayName("batch and segment sizes below one are refused by name")
  void refusals() {
    SequenceShare share = Shares.texts(3);
    Throwable batch =
        assertThrows(
            IllegalArgumentException.class, () -> Batcher.plan(share, 0, SEED, 0, 0, true));
    assertEquals("batchSize must be positive, got 0", batch.getMessage());
    Throwable segment =
        assertThrows(
            IllegalArgumentException.class,
            () -> SegmentBatcher.plan(share, 1, -1, SEED, 0, 0, true));
    assertEquals("segmentLength must be positive, got -1", segment.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> StreamBatcher.plan(Shares.numbered(3), 1, 1, SEED, 0, 0, true));
  }

  private static void fillAll(BatchPlan plan, Minibatch batch) {
    for (int index = 0; index < plan.minibatches(); index++) {
      plan.fill(index, batch);
    }
  }

  private static List<int[]> contents(BatchPlan plan, SequenceFormat format, boolean backward) {
    int[][] contents = new int[plan.minibatches()][];
    Minibatch batch = new Minibatch(format, plan.maxRows(), plan.maxSteps());
    for (int k = 0; k < contents.length; k++) {
      int index = backward ? contents.length - 1 - k : k;
      plan.fill(index, batch);
      contents[index] = Arrays.copyOf(batch.symbols(), batch.totalRows());
    }
    return Arrays.asList(contents);
  }

  private static String composition(BatchPlan plan, SequenceFormat format) {
    StringBuilder all = new StringBuilder();
    for (int[] content : contents(plan, format, false)) {
      all.append(Arrays.toString(content));
    }
    return all.toString();
  }
}
