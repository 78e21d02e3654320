package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.keepgate.sequence.InputException;

/**
 * Deals sequences to workers so that all have about the same number of steps.
 *
 * <p>The few outsize sequences, longer than a twentieth of a share, are placed first: longest
 * first, each to the worker with the fewest steps so far. All others are dealt in the dealing
 * order, in serpentine (0 1 2 2 1 0 0 1 2 …); a worker that is ahead by outsize sequences takes its
 * turn less often, until the others have caught up.
 *
 * <p>A sequence's rank in the dealing order is known without bringing everything to one place: the
 * order is cut into ranges of the hash, each sorted by itself, and the counts by length bucket of
 * all ranges give the rank with which each bucket of each range begins. So the driver holds 2 kB a
 * range, whatever the number of sequences.
 */
final class DealingPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int TURNS = 64; // of each worker in the pattern, when their loads are equal

  private final long outsizeLimit;
  private final int outsizeCount;
  private final Seat[][] outsizeSeats; // [range], in the order of the range
  private final long[][] firstRanks; // [range][bucket]
  private final int[] pattern; // the worker of rank r is pattern[r % length]

  private DealingPlan(List<RangeFacts> ranges, int numWorkers, long outsizeLimit) {
    long[] loads = new long[numWorkers];
    this.outsizeLimit = outsizeLimit;
    this.outsizeCount = ranges.stream().mapToInt(it -> it.outsize.length).sum();
    this.outsizeSeats = seatOutsize(ranges, loads);
    this.firstRanks = firstRanks(ranges);
    this.pattern = pattern(loads, ranges.stream().mapToLong(it -> it.steps).sum());
  }

  /** The length beyond which a sequence is outsize: a twentieth of a share. */
  static long outsizeLimit(long steps, int numWorkers) {
    return steps / (20L * numWorkers);
  }

  /**
   * Plans the dealing of the sequences that {@code ranges} tell of, in order of the range.
   *
   * @param outsizeLimit the limit with which the facts were taken
   */
  static DealingPlan of(List<RangeFacts> ranges, int numWorkers, long outsizeLimit) {
    return new DealingPlan(ranges, numWorkers, outsizeLimit);
  }

  /** The seats of one range, to be asked for in its order. */
  Seats seats(int range) {
    return new Seats(firstRanks[range].clone(), outsizeSeats[range]);
  }

  /** Hands out the seats of one range, in one pass. */
  final class Seats {
    private final long[] nextRanks;
    private final Seat[] outsize;
    private int nextOutsize;

    private Seats(long[] nextRanks, Seat[] outsize) {
      this.nextRanks = nextRanks;
      this.outsize = outsize;
    }

    /**
     * The seat of the range's next sequence, which has {@code length} steps.
     *
     * @throws InputException when the range is not the one that was counted
     */
    Seat next(int length) {
      if (length > outsizeLimit) {
        if (nextOutsize == outsize.length) {
          throw new InputException(
              "the input changed while it was dealt to the workers; expected the same sequences"
                  + " whenever they are read: write them to a file first");
        }
        return outsize[nextOutsize++];
      }
      long rank = nextRanks[DealingOrder.bucket(length)]++;
      return new Seat(pattern[(int) (rank % pattern.length)], outsizeCount + rank);
    }
  }

  private static Seat[][] seatOutsize(List<RangeFacts> ranges, long[] loads) {
    Seat[][] seats = new Seat[ranges.size()][];
    List<int[]> longestFirst = new ArrayList<>(); // length, range, index within the range
    for (int range = 0; range < seats.length; range++) {
      int[] lengths = ranges.get(range).outsize;
      seats[range] = new Seat[lengths.length];
      for (int i = 0; i < lengths.length; i++) {
        longestFirst.add(new int[] {lengths[i], range, i});
      }
    }
    // stable: those of equal length stay in the dealing order
    longestFirst.sort(Comparator.<int[]>comparingInt(it -> it[0]).reversed());
    for (int position = 0; position < longestFirst.size(); position++) {
      int[] next = longestFirst.get(position);
      int lightest = lightest(loads);
      loads[lightest] += next[0];
      seats[next[1]][next[2]] = new Seat(lightest, position);
    }
    return seats;
  }

  private static int lightest(long[] loads) {
    int lightest = 0;
    for (int worker = 1; worker < loads.length; worker++) {
      if (loads[worker] < loads[lightest]) {
        lightest = worker;
      }
    }
    return lightest;
  }

  private static long[][] firstRanks(List<RangeFacts> ranges) {
    long[][] first = new long[ranges.size()][DealingOrder.BUCKETS];
    long rank = 0;
    for (int bucket = DealingOrder.BUCKETS - 1; bucket >= 0; bucket--) { // longest first
      for (int range = 0; range < first.length; range++) {
        first[range][bucket] = rank;
        rank += ranges.get(range).counts[bucket];
      }
    }
    return first;
  }

  /**
   * Whose turn it is, spread evenly: turn i of n comes at (i + ½) / n of the pattern, and workers
   * with the same number of turns take them in serpentine.
   */
  private static int[] pattern(long[] loads, long steps) {
    int[] turns = turns(loads, steps);
    List<int[]> all = new ArrayList<>(); // worker, turn
    for (int worker = 0; worker < turns.length; worker++) {
      for (int turn = 0; turn < turns[worker]; turn++) {
        all.add(new int[] {worker, turn});
      }
    }
    all.sort(
        (a, b) -> {
          int byPlace = Long.compare((2L * a[1] + 1) * turns[b[0]], (2L * b[1] + 1) * turns[a[0]]);
          if (byPlace != 0 || a[1] != b[1]) {
            return byPlace != 0 ? byPlace : a[1] - b[1];
          }
          return a[1] % 2 == 0 ? a[0] - b[0] : b[0] - a[0];
        });
    return all.stream().mapToInt(it -> it[0]).toArray();
  }

  /** Turns in proportion to what each worker lacks of the level that all are to reach. */
  private static int[] turns(long[] loads, long steps) {
    double level = level(loads, steps);
    int[] turns = new int[loads.length];
    for (int worker = 0; worker < loads.length; worker++) {
      double lack = Math.max(0, level - loads[worker]);
      turns[worker] = (int) Math.round(TURNS * loads.length * lack / Math.max(1, steps));
    }
    return turns;
  }

  /** Up to where {@code steps} fill the loads, as water fills a vessel. */
  private static double level(long[] loads, long steps) {
    long[] ascending = loads.clone();
    Arrays.sort(ascending);
    double filled = steps;
    for (int below = 1; below < ascending.length; below++) {
      filled += ascending[below - 1];
      if (filled / below <= ascending[below]) {
        return filled / below;
      }
    }
    return (filled + ascending[ascending.length - 1]) / ascending.length;
  }
}
