package org.keepgate.spark.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Dealing plan: shares of about the same number of steps")
class DealingPlanTest {

  @Test
  @DisplayName("equal lengths are dealt in serpentine")
  void serpentine() {
    assertEquals(
        List.of(0, 1, 2, 2, 1, 0, 0, 1, 2, 2),
        workers(3, new int[] {100, 100, 100, 100, 100, 100, 100, 100, 100, 100}, 100));
  }

  @Test
  @DisplayName(
      "length buckets grow with the length, and their lengths differ by less than an eighth")
  void buckets() {
    for (int length = 1; length < 100_000; length++) {
      int step = DealingOrder.bucket(length + 1) - DealingOrder.bucket(length);
      assertTrue(step == 0 || step == 1, "at length " + length);
    }
    assertTrue(DealingOrder.bucket(1600) > DealingOrder.bucket(1600 * 8 / 9));
    assertEquals(DealingOrder.BUCKETS - 1, DealingOrder.bucket(Integer.MAX_VALUE));
  }

  @Test
  @DisplayName("outsize sequences go to the lightest worker, longest first; the rest fill up")
  void outsizeFirst() {
    int[] lengths = new int[2 + 1000];
    Arrays.fill(lengths, 10);
    lengths[0] = 2000;
    lengths[1] = 4000; // of 16,000 steps
    long[] loads = loads(3, lengths);
    List<Integer> workers = workers(3, lengths, DealingPlan.outsizeLimit(16_000, 3));
    assertEquals(0, workers.get(1), "the longest comes first");
    assertEquals(1, workers.get(0));
    for (long load : loads) {
      assertEquals(16_000 / 3.0, (double) load, 60, Arrays.toString(loads));
    }
  }

  @Test
  @DisplayName("a sequence as long as all others together has a worker almost for itself")
  void giant() {
    int[] lengths = new int[1 + 1000];
    Arrays.fill(lengths, 10);
    lengths[1000] = 10_000;
    long[] loads = loads(4, lengths);
    assertEquals(10_000, loads[0]);
    assertEquals(10_000, loads[1] + loads[2] + loads[3]);
    assertEquals(10_000 / 3.0, (double) Arrays.stream(loads).min().orElseThrow(), 60);
  }

  @Test
  @DisplayName("every worker has a sequence as long as there are as many as workers")
  void nobodyEmpty() {
    for (int count = 1; count <= 40; count++) {
      for (int numWorkers = 1; numWorkers <= count; numWorkers++) {
        int seed = 31 * count + numWorkers;
        int[] lengths =
            IntStream.range(0, count)
                .map(i -> 1 + (i * 7919 + seed) % (i % 5 == 0 ? 900 : 20))
                .toArray();
        long[] loads = loads(numWorkers, lengths);
        assertTrue(
            Arrays.stream(loads).min().orElseThrow() > 0,
            Arrays.toString(lengths) + " to " + Arrays.toString(loads));
      }
    }
  }

  @Test
  @DisplayName("seats depend on the order alone, not on how it is cut into ranges")
  void rangesDoNotMatter() {
    int[] lengths = IntStream.range(0, 500).map(i -> 1 + (i * 7919) % 300).toArray();
    lengths[17] = lengths[400] = 3000; // the same length: ties, too, stay in order
    long limit = DealingPlan.outsizeLimit(Arrays.stream(lengths).sum(), 4);
    List<Seat> whole = seats(4, limit, List.of(lengths));
    assertEquals(
        whole,
        seats(
            4,
            limit,
            List.of(
                Arrays.copyOfRange(lengths, 0, 1),
                Arrays.copyOfRange(lengths, 1, 1),
                Arrays.copyOfRange(lengths, 1, 333),
                Arrays.copyOfRange(lengths, 333, 500))));
  }

  private static long[] loads(int numWorkers, int[] lengths) {
    long limit = DealingPlan.outsizeLimit(Arrays.stream(lengths).sum(), numWorkers);
    List<Integer> workers = workers(numWorkers, lengths, limit);
    long[] loads = new long[numWorkers];
    for (int i = 0; i < lengths.length; i++) {
      loads[workers.get(i)] += lengths[i];
    }
    return loads;
  }

  private static List<Integer> workers(int numWorkers, int[] lengths, long limit) {
    return seats(numWorkers, limit, List.of(lengths)).stream().map(Seat::worker).toList();
  }

  /** The seats of sequences given by their lengths, in the order of their hashes. */
  private static List<Seat> seats(int numWorkers, long limit, List<int[]> ranges) {
    List<RangeFacts> facts = new ArrayList<>();
    List<Integer[]> orders = new ArrayList<>(); // of each range: by bucket, then by hash
    for (int[] range : ranges) {
      Integer[] order = IntStream.range(0, range.length).boxed().toArray(Integer[]::new);
      Arrays.sort(order, Comparator.comparingInt(i -> -DealingOrder.bucket(range[i])));
      RangeFacts of = new RangeFacts();
      Arrays.stream(order).forEach(i -> of.add(range[i], limit));
      facts.add(of);
      orders.add(order);
    }
    DealingPlan plan = DealingPlan.of(facts, numWorkers, limit);
    List<Seat> seats = new ArrayList<>();
    for (int r = 0; r < ranges.size(); r++) {
      Seat[] ofRange = new Seat[ranges.get(r).length];
      DealingPlan.Seats next = plan.seats(r);
      for (int i : orders.get(r)) {
        ofRange[i] = next.next(ranges.get(r)[i]);
      }
      seats.addAll(List.of(ofRange));
    }
    return seats;
  }
}
