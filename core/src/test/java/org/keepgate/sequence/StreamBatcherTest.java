package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Texts joined into a stream, for language models")
class StreamBatcherTest {

  @ParameterizedTest(name = "B={0} T={1}")
  @CsvSource({"1,1", "1,10", "4,7", "7,7", "16,64", "5,100000", "3000,5"})
  @DisplayName("the lanes laid end to end are the whole texts, one after another, nothing missing")
  void lanesAreTheStream(int batchSize, int segmentLength) {
    SequenceShare share = Shares.texts(Shares.random(23, 120));
    List<List<Integer>> lanes = lanes(share, batchSize, segmentLength);
    List<Integer> stream = new ArrayList<>();
    for (List<Integer> lane : lanes) {
      assertTrue(Math.abs(lane.size() - lanes.get(0).size()) <= 1, "lanes of unlike length");
      stream.addAll(lane);
    }
    assertEquals(share.steps(), stream.size());
    int at = 0;
    boolean[] joined = new boolean[share.count()];
    while (at < stream.size()) {
      int text = textStartingWith(share, stream.get(at));
      assertTrue(!joined[text], "a text joined twice");
      joined[text] = true;
      for (int t = 0; t < share.length(text); t++, at++) {
        assertEquals(symbol(share, text, t), stream.get(at));
      }
    }
  }

  @Test
  @DisplayName("every minibatch but the first continues the one before, with as many rows or fewer")
  void continues() {
    SequenceShare share = Shares.texts(10, 4, 3);
    BatchPlan plan = StreamBatcher.plan(share, 4, 2, 1, 0, 0, true);
    assertEquals(3, plan.minibatches()); // 17 steps: lanes of 5 4 4 4
    Minibatch batch = new Minibatch(share.format(), 4, 2);
    int[] rows = new int[3];
    for (int index = 0; index < 3; index++) {
      plan.fill(index, batch);
      assertEquals(index > 0, batch.continues());
      rows[index] = batch.batchSize();
    }
    assertEquals("4 4 1", rows[0] + " " + rows[1] + " " + rows[2]);
  }

  @Test
  @DisplayName(
      "the order of the texts differs from epoch to epoch, and is the share's if unshuffled")
  void orderOfTexts() {
    SequenceShare share = Shares.texts(Shares.random(20, 9));
    assertTrue(!firstLane(share, 0, true).equals(firstLane(share, 1, true)));
    List<Integer> plain = firstLane(share, 0, false);
    int at = 0;
    for (int text = 0; text < share.count(); text++) {
      for (int t = 0; t < share.length(text); t++, at++) {
        assertEquals(symbol(share, text, t), plain.get(at));
      }
    }
  }

  private static List<Integer> firstLane(SequenceShare share, int epoch, boolean shuffle) {
    BatchPlan plan = StreamBatcher.plan(share, 1, 1000, 3, epoch, 0, shuffle);
    Minibatch batch = new Minibatch(share.format(), 1, 1000);
    plan.fill(0, batch);
    List<Integer> lane = new ArrayList<>();
    for (int t = 0; t < batch.steps(); t++) {
      lane.add(batch.symbols()[t]);
    }
    return lane;
  }

  /** The inputs of every lane in the order of its steps. */
  private static List<List<Integer>> lanes(SequenceShare share, int batchSize, int segmentLength) {
    BatchPlan plan = StreamBatcher.plan(share, batchSize, segmentLength, 3, 2, 1, true);
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    List<List<Integer>> lanes = new ArrayList<>();
    for (int row = 0; row < plan.maxRows(); row++) {
      lanes.add(new ArrayList<>());
    }
    for (int index = 0; index < plan.minibatches(); index++) {
      plan.fill(index, batch);
      for (int t = 0; t < batch.steps(); t++) {
        for (int row = 0; row < batch.rows(t); row++) {
          lanes.get(row).add(batch.symbols()[batch.firstRow(t) + row]);
        }
      }
    }
    return lanes;
  }

  private static int textStartingWith(SequenceShare share, int symbol) {
    for (int text = 0; text < share.count(); text++) {
      if (symbol(share, text, 0) == symbol) {
        return text;
      }
    }
    throw new AssertionError("no text starts with symbol " + symbol);
  }

  private static int symbol(SequenceShare share, int text, int step) {
    int[] one = new int[1];
    share.readSymbols(text, step, 1, one, 0);
    return one[0];
  }
}
