package org.keepgate.examples.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.examples.paper.OrderByLength.Method;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Temporal order by length")
class OrderByLengthTest {
  @Test
  @DisplayName(
      "A or B stand at one early place and one in the middle, and the target is their order")
  void targets() {
    int length = 50;
    SequenceShare share = OrderByLength.draw(500, length, new RandomStream(1));
    int[] symbols = new int[length];
    int[] target = new int[length];
    Set<Integer> kinds = new TreeSet<>();
    Set<Integer> places = new TreeSet<>();
    for (int n = 0; n < share.count(); n++) {
      assertEquals(length, share.length(n));
      share.readSymbols(n, 0, length, symbols, 0);
      share.readTargetClasses(n, 0, length, target, 0);
      int kind = 0;
      int relevant = 0;
      for (int step = 0; step < length; step++) {
        if (symbols[step] < 2) {
          kind = 2 * kind + symbols[step];
          relevant++;
          places.add(step);
        }
      }
      assertEquals(2, relevant);
      assertEquals(kind, target[length - 1]);
      kinds.add(kind);
    }
    assertEquals(Set.of(0, 1, 2, 3), kinds);
    assertEquals(new TreeSet<>(List.of(5, 6, 7, 8, 9, 25, 26, 27, 28, 29)), places);
  }

  @Test
  @DisplayName("the plain RNN learns 20 symbols with clipping and Ω")
  void omegaSolvesShortSequences() {
    OrderByLength task = new OrderByLength(Method.OMEGA, 20, Gemm.chosen());
    Trial trial = task.run(2, new Budget(20_000, 2));
    assertTrue(trial.solved(), trial.toString());
  }

  @Test
  @DisplayName("a trial without the time to learn is not solved")
  void budgetEndsATrial() {
    Trial trial = new OrderByLength(Method.CLIPPING, 50, Gemm.chosen()).run(1, new Budget(1, 1));
    assertEquals(128, trial.sequences()); // updates between two looks at the budget
    assertTrue(!trial.solved(), trial.toString());
  }

  @Test
  @DisplayName("the table has a row for each method and a column for each length")
  void table(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("table.md");
    OrderByLengthTable.main(
        new String[] {
          "--lengths", "20,30", "--seeds", "1", "--minutes", "0", "--out", out.toString()
        });
    List<String> rows = Files.readAllLines(out);
    assertEquals("| method | L = 20 | L = 30 |", rows.get(0));
    assertEquals(2 + Method.values().length, rows.size());
    assertEquals("| RNN, SGD | 0 of 1 in 0 | 0 of 1 in 0 |", rows.get(2));
  }

  @Test
  @DisplayName("a cell counts the seeds that solved it and the updates that they took")
  void cells() {
    Trial slow = new Trial(true, 3_000, "");
    Trial fast = new Trial(true, 1_000, "");
    Trial failed = new Trial(false, 9_000, "");
    assertEquals(
        "2 of 3: 2,000 (1,000 – 3,000)", OrderByLengthTable.cell(List.of(slow, failed, fast)));
    assertEquals("0 of 2 in 9,000", OrderByLengthTable.cell(List.of(failed, failed)));
  }
}
