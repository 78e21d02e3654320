package org.keepgate.examples.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.SequenceShare;

@DisplayName("The ablation of the Search Space Odyssey")
class OdysseyTableTest {
  @Test
  @DisplayName(
      "a Reber stream goes from string to string, and its entropy is ln 2 where two ways go on")
  void reberStreams() {
    int[][] stream = ReberStreams.stream(2_000, new RandomStream(1));
    ReberGrammar grammar = new ReberGrammar(new RandomStream(1));
    StringBuilder strings = new StringBuilder();
    while (strings.length() < stream[0].length) {
      grammar.draw();
      strings.append(grammar.text());
    }
    for (int step = 0; step < stream[0].length; step++) {
      assertEquals(strings.charAt(step), "BEPSTVX".charAt(stream[0][step]), "step " + step);
      assertEquals(1, stream[1][step] >> stream[0][step] & 1, "step " + step);
    }
    int one = 0b1;
    int two = 0b101;
    assertEquals(2 * Math.log(2) / 3, ReberStreams.entropy(new int[] {two, one, two, two}), 1e-12);
  }

  @Test
  @DisplayName(
      "digits are read pixel by pixel; the test and every eighth of the others are held out")
  void digits() throws Exception {
    DigitPixels task = DigitPixels.of(Path.of("data", "optical-digits.csv.gz"), 1);
    SequenceShare training = task.training(1);
    assertEquals(1_257, training.count());
    assertEquals(180, task.held(false).count());
    assertEquals(360, task.held(true).count());
    float[] pixels = new float[64];
    float largest = 0;
    for (int n = 0; n < training.count(); n++) {
      assertEquals(64, training.length(n));
      training.readFeatures(n, 0, 64, pixels, 0);
      for (float pixel : pixels) {
        assertTrue(pixel >= 0 && pixel <= 1);
        largest = Math.max(largest, pixel);
      }
    }
    assertEquals(1, largest);
  }

  @Test
  @DisplayName("every variant is trained on both tasks and has its row")
  void smallTable() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(1);
    try {
      List<AblationTask> tasks = List.of(new ReberStreams(800, 400), new DigitPixels(bars(), 1));
      List<String> rows = new OdysseyTable(List.of(0.01, 0.1), 2, workers).rows(tasks);
      assertEquals(2 + OdysseyVariant.values().length, rows.size());
      int columns = 1 + 2 * tasks.size() + 1;
      for (String row : rows) {
        assertEquals(columns + 2, row.split("\\|", -1).length, row);
        assertFalse(row.contains("NaN"), row);
      }
      assertTrue(rows.get(2).startsWith("| V: "), rows.get(2));
    } finally {
      workers.shutdownNow();
    }
  }

  /** Sixteen digits for training and eight for the test, each a bar. */
  private static List<String> bars() {
    List<String> rows = new ArrayList<>();
    for (int n = 0; n < 24; n++) {
      StringBuilder row = new StringBuilder(n < 16 ? "train," : "test,").append(n % 2);
      for (int pixel = 0; pixel < 64; pixel++) {
        row.append(',').append(pixel / 8 == n % 2 ? 16 : 0);
      }
      rows.add(row.toString());
    }
    return rows;
  }

  @Test
  @DisplayName("after 100,000 symbols the LSTM is near the grammar, and far better than at first")
  void reberIsLearnt() {
    ReberStreams brief = new ReberStreams(2_000, 10_000);
    ReberStreams longer = new ReberStreams(100_000, 10_000);
    double early = error(brief);
    double late = error(longer);
    assertTrue(early > 0.5 && late < 0.1 && late > 0, early + ", " + late);
  }

  private static double error(AblationTask task) {
    return task.error(OdysseyVariant.V.cell(), 0.01, 1, true, Gemm.chosen());
  }

  @Test
  @DisplayName("variants that never vary are no better and no worse")
  void nothingVaries() {
    double[] same = {2, 2, 2};
    Comparison comparison = new Comparison(List.of(same, same), false);
    assertEquals("not distinguishable: neither varies", comparison.verdict(1));
  }

  @Test
  @DisplayName("one seed has no interval, and is refused")
  void oneSeed() {
    ExecutorService workers = Executors.newFixedThreadPool(1);
    try {
      assertThrows(
          IllegalArgumentException.class, () -> new OdysseyTable(List.of(0.1), 1, workers));
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  @DisplayName("Holm's correction multiplies the smallest probability by the number of comparisons")
  void holm() {
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, 0.02, 0.7},
        Comparison.holm(new double[] {0.0075, 0.02, 0.03, 0.004, 0.7}),
        1e-12);
  }

  @Test
  @DisplayName("means have the 95 % interval of Student's t; a difference within the noise is none")
  void comparison() {
    Comparison comparison =
        new Comparison(
            List.of(
                new double[] {1, 2, 3, 4, 5},
                new double[] {11, 12, 13, 14, 15},
                new double[] {1.1, 2.1, 3.1, 4.1, 5.1},
                new double[] {-9, -8, -7, -6, -5}),
            false);
    assertEquals(3, comparison.mean(0), 1e-12);
    assertEquals(1.963243, comparison.halfInterval(0), 1e-6); // 2.776445 · 1.581139 / √5
    assertTrue(comparison.verdict(1).startsWith("**worse**"), comparison.verdict(1));
    assertTrue(comparison.verdict(2).startsWith("not distinguishable"), comparison.verdict(2));
    assertTrue(comparison.verdict(3).startsWith("**better**"), comparison.verdict(3));
  }

  @Test
  @DisplayName("errors over powers of ten have a geometric mean, whose interval is of factors")
  void ratios() {
    Comparison comparison =
        new Comparison(
            List.of(new double[] {0.001, 0.01, 0.1}, new double[] {0.002, 0.02, 0.2}), true);
    assertEquals(0.01, Math.exp(comparison.mean(0)), 1e-12);
    // t of 2 degrees of freedom 4.302653, deviation ln 10, √3
    assertEquals(4.302653 * Math.log(10) / Math.sqrt(3), comparison.halfInterval(0), 1e-5);
    assertTrue(comparison.cells(0).startsWith(" 0.010 ("), comparison.cells(0));
  }

  @Test
  @DisplayName("an option that is unknown, or lacks its value, is named")
  void arguments() {
    Map<String, String> usual = Map.of("--seeds", "5");
    assertEquals(7, Arguments.of(new String[] {"--seeds", "7"}, usual).whole("--seeds"));
    assertEquals(5, Arguments.of(new String[0], usual).whole("--seeds"));
    for (String wrong : List.of("--seeds", "--sed")) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class, () -> Arguments.of(new String[] {wrong}, usual));
      assertTrue(refusal.toString().contains(wrong), refusal.toString());
    }
  }
}
