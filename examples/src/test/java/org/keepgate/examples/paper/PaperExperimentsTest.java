package org.keepgate.examples.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.RandomStream;

@DisplayName("Published experiments")
class PaperExperimentsTest {
  @Test
  @DisplayName("each network has as many weights as its paper counts")
  void weightCounts() {
    Map<String, Integer> printed =
        Map.of(
            "1-4x1-a0.1", 264,
            "1-3x2-a0.1", 276,
            "2a", 10_504,
            "2c-q50-p50", 364,
            "2c-q1000-p1000", 6_064,
            "3a-n3", 102,
            "4-t100", 93,
            "6a", 156,
            "6b", 308,
            "cerg-forget", 424);
    Set<String> found = new TreeSet<>();
    for (Experiment experiment : PaperExperiments.all()) {
      long count = experiment.network().layout().parameterCount();
      assertEquals(experiment.weights(), count, experiment.name());
      if (printed.containsKey(experiment.name())) {
        assertEquals(
            printed.getOrDefault(experiment.name(), 0).longValue(), count, experiment.name());
        found.add(experiment.name());
      }
    }
    assertEquals(new TreeSet<>(printed.keySet()), found);
  }

  @Test
  @DisplayName("temporal order 6a is learnt within 60,000 sequences, and well")
  void temporalOrderIsLearnt() {
    Experiment experiment = TemporalOrder.of6a();
    for (long seed : new long[] {1, 2}) {
      Trial trial = experiment.run(seed, new Budget(60_000, 10));
      assertTrue(trial.solved(), trial.toString());
      int wrong = Integer.parseInt(trial.outcome().split(" ", 2)[0]);
      assertTrue(wrong <= 3, trial.outcome()); // the paper: never more than 3 of 2560
    }
  }

  @Test
  @DisplayName("strings of the embedded Reber grammar end as they began, and allow what comes")
  void embeddedReber() {
    ReberGrammar grammar = new ReberGrammar(new RandomStream(3));
    double steps = 0;
    int shortest = 100;
    for (int n = 0; n < 5_000; n++) {
      grammar.draw();
      int last = grammar.length() - 1;
      assertEquals(grammar.symbol(1), grammar.symbol(last - 1));
      for (int step = 0; step <= last; step++) {
        assertTrue((grammar.allowed(step) >> grammar.symbol(step) & 1) == 1, grammar.text());
        int ways = Integer.bitCount(grammar.allowed(step));
        assertTrue(ways == 1 || (ways == 2 && step > 0), grammar.text());
      }
      assertEquals(1, Integer.bitCount(grammar.allowed(last - 1)), grammar.text());
      steps += grammar.length();
      shortest = Math.min(shortest, grammar.length());
    }
    assertEquals(12, steps / 5_000, 0.1); // of the automaton; Gers et al. say 11.5
    assertEquals(9, shortest);
  }

  @Test
  @DisplayName("a verdict compares means, and says when nothing was solved")
  void verdicts() {
    Experiment experiment = TemporalOrder.of6a(); // 31,390 sequences
    Trial near = new Trial(true, 40_000, "");
    Trial slow = new Trial(true, 90_000, "");
    Trial failed = new Trial(false, 1_000_000, "");
    assertTrue(verdict(experiment, near).endsWith("within a factor of 2"));
    assertTrue(verdict(experiment, slow).contains("2.9 times"));
    assertTrue(verdict(experiment, near, failed).startsWith("solved in part"));
    assertTrue(verdict(experiment, failed).startsWith("not solved within"));
    Experiment unsolved = ContinualReber.withoutForgetGates();
    assertEquals("not solved, as in the paper", verdict(unsolved, failed));
    assertEquals("solved, unlike in the paper", verdict(unsolved, near));
    Experiment withoutNumber = PreciseTiming.generateSpikes(true);
    assertEquals("not solved within the budget", verdict(withoutNumber, failed));
    assertEquals(
        "solved, as in the paper, of which we have no number", verdict(withoutNumber, near));
    assertEquals("solved, unlike in the paper", verdict(PreciseTiming.generateSpikes(false), near));
  }

  private static String verdict(Experiment experiment, Trial... trials) {
    return Summary.of(experiment, List.of(trials)).verdict();
  }
}
