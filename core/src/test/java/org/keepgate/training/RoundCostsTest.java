package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What rounds cost, and whether they pay")
class RoundCostsTest {

  /** A round of so many seconds, of which the mean worker computes and the slowest computes. */
  private static RoundEntry round(
      int round, int epoch, double seconds, double mean, double slowest, double from, double to) {
    RoundDiagnostics found =
        new RoundDiagnostics(
            0, 0, from, to, 0.1 * round, mean, slowest, 0.25, 0.125, 1000, 4000, Map.of());
    return new RoundEntry(
        round, epoch, epoch, 1, 10, 0.1, 1, seconds, Map.of(), found, Recovery.none());
  }

  @Test
  @DisplayName("seconds add up; an average is judged within an epoch only")
  void sums() {
    RoundCosts costs =
        RoundCosts.of(
            List.of(
                round(1, 1, 3, 1, 1.5, 2.5, 2.0),
                round(2, 1, 3, 1, 1.5, 1.75, 1.5),
                round(3, 2, 4, 2, 2.5, 9, 1)),
            2);
    assertEquals(10, costs.seconds());
    assertEquals(4, costs.computeSeconds());
    assertEquals(1.5, costs.waitSeconds());
    assertEquals(4.5, costs.overheadSeconds());
    assertEquals(8, costs.aloneSeconds());
    assertEquals(3000, costs.bytesOut());
    assertEquals(12_000, costs.bytesIn());
    assertEquals(0.25, costs.gainOfAverages(), 1e-12);
    assertEquals(0.3, costs.skew(), 1e-12);
    Map<String, Object> table = costs.table();
    double parts =
        List.of(
                "computing, mean worker (s)",
                "waiting for the slowest worker (s)",
                "broadcasts (s)",
                "reductions (s)",
                "everything else (s)")
            .stream()
            .mapToDouble(name -> (Double) table.get(name))
            .sum();
    assertEquals(10, parts, 1e-12);
  }

  @Test
  @DisplayName("nothing to change where rounds cost little")
  void pays() {
    RoundCosts costs = RoundCosts.of(List.of(round(1, 1, 10, 9.5, 9.6, 2, 1)), 2);
    assertTrue(costs.pays());
    assertEquals("", costs.advice());
    assertEquals("rounds took 10.0 s, one worker would have computed 19.0 s", costs.sentence());
  }

  @Test
  @DisplayName("longer intervals where rounds cost much, with the number that brings it under 10 %")
  void longerIntervals() {
    RoundCosts faster = RoundCosts.of(List.of(round(1, 1, 14, 9.9, 10, 2, 1)), 2);
    assertTrue(faster.pays());
    assertTrue(faster.advice().startsWith("average every 4 times as many"), faster.advice());
    RoundCosts slower = RoundCosts.of(List.of(round(1, 1, 35, 9.9, 10, 2, 1)), 2);
    assertFalse(slower.pays());
    assertTrue(
        slower
            .advice()
            .startsWith("one worker would have been as fast; average every 25 times as many"),
        slower.advice());
  }

  @Test
  @DisplayName("more cores where the workers did not run at once")
  void notAtOnce() {
    RoundCosts costs = RoundCosts.of(List.of(round(1, 1, 20, 9.5, 18, 2, 1)), 2);
    assertEquals(
        "one worker would have been as fast; give the workers more cores, or take fewer",
        costs.advice());
  }
}
