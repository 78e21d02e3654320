package org.keepgate.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.RandomStream;

@DisplayName("Connectionist temporal classification: forward–backward, best path, prefix beam")
class CtcHeadTest {
  private static final int LABELS = 2;
  private static final int WIDTH = LABELS + 1;

  @Test
  @DisplayName("loss and gradient are PyTorch's: golden vector D")
  void goldenVector() throws IOException {
    JsonNode golden;
    try (InputStream file =
        Objects.requireNonNull(getClass().getResourceAsStream("/golden/golden_vectors.json"))) {
      golden = new JsonMapper().readTree(file).get("D_ctc");
    }
    int steps = golden.get("T").intValue();
    float[] rows = new float[steps * WIDTH];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = (float) Math.sin(0.9 * n + 0.4);
    }
    CtcHead head = new CtcHead(LABELS);
    activate(head, rows);
    LossSum sum = new LossSum();
    head.score(rows, steps, target(1, 2, 2), sum);
    double loss = golden.get("loss").doubleValue();
    assertEquals(loss, sum.loss, 3e-6 * loss);
    head.differentiate(rows, steps, target(1, 2, 2));
    for (int n = 0; n < rows.length; n++) {
      double expected = golden.get("grad_logits").get(n / WIDTH).get(n % WIDTH).doubleValue();
      assertEquals(expected, rows[n], 3e-6, "element " + n);
    }
  }

  @Test
  @DisplayName("the loss sums all paths, and the gradient is that of the sum")
  void bruteForce() {
    RandomStream random = new RandomStream(5);
    int[][] targets = {{}, {1}, {2, 2}, {1, 2, 1}, {1, 1, 1}, {2, 1, 1, 2}};
    CtcHead head = new CtcHead(LABELS);
    for (int steps = 1; steps <= 6; steps++) {
      for (int[] labels : targets) {
        if (steps < labels.length + repeats(labels)) {
          continue;
        }
        double[] a = new double[steps * WIDTH];
        float[] rows = new float[a.length];
        for (int n = 0; n < a.length; n++) {
          rows[n] = (float) (2 * random.nextGaussian());
          a[n] = rows[n];
        }
        double loss = -Math.log(probability(a, steps, labels));
        activate(head, rows);
        LossSum sum = new LossSum();
        head.score(rows, steps, target(labels), sum);
        assertEquals(loss, sum.loss, 3e-6 * Math.max(1, loss));
        head.differentiate(rows, steps, target(labels));
        for (int n = 0; n < a.length; n++) {
          assertEquals(centralDifference(a, steps, labels, n), rows[n], 3e-6);
        }
      }
    }
  }

  @Test
  @DisplayName("errors are the fewest insertions, deletions and substitutions between two lists")
  void fewestErrors() {
    int[][] lists = {{}, {1}, {2}, {1, 2}, {2, 1}, {1, 1, 2}, {2, 1, 2, 1}, {1, 2, 2, 1, 2}};
    CtcHead head = new CtcHead(LABELS);
    for (int[] target : lists) {
      for (int[] found : lists) {
        int steps = 2 * lists[lists.length - 1].length; // a label, a blank, and so on
        float[] rows = new float[steps * WIDTH];
        for (int t = 0; t < steps; t++) {
          boolean labelled = t % 2 == 0 && t / 2 < found.length;
          rows[t * WIDTH + (labelled ? found[t / 2] : 0)] = 5;
        }
        activate(head, rows);
        LossSum sum = new LossSum();
        head.score(rows, steps, target(target), sum);
        assertEquals(
            distance(target, target.length, found, found.length),
            sum.errors,
            () -> Arrays.toString(target) + " and " + Arrays.toString(found));
      }
    }
  }

  /** Levenshtein's distance of the first labels of two lists, by its definition. */
  private static int distance(int[] a, int countA, int[] b, int countB) {
    if (countA == 0 || countB == 0) {
      return countA + countB;
    }
    int other = a[countA - 1] == b[countB - 1] ? 0 : 1;
    return Math.min(
        other + distance(a, countA - 1, b, countB - 1),
        1 + Math.min(distance(a, countA - 1, b, countB), distance(a, countA, b, countB - 1)));
  }

  @Test
  @DisplayName("a thousand steps with probabilities far below float's range keep loss and gradient")
  void longSequence() {
    int steps = 1000;
    float[] rows = new float[steps * WIDTH];
    int[] labels = new int[300];
    for (int k = 0; k < labels.length; k++) {
      labels[k] = 1 + k % 2;
    }
    for (int t = 0; t < steps; t++) {
      rows[t * WIDTH] = 200; // a blank, all but certainly
    }
    CtcHead head = new CtcHead(LABELS);
    activate(head, rows);
    LossSum sum = new LossSum();
    head.score(rows, steps, target(labels), sum);
    // each label once, at any 300 of 1000 steps: C(1000, 300) paths of e^(−200·300) each
    double paths = 0;
    for (int k = 0; k < 300; k++) {
      paths += Math.log((1000.0 - k) / (300 - k));
    }
    assertEquals(200 * 300 - paths, sum.loss, 1e-3);
    head.differentiate(rows, steps, target(labels));
    double labelled = 0;
    for (int n = 0; n < rows.length; n++) {
      assertTrue(Float.isFinite(rows[n]));
      labelled -= n % WIDTH == 0 ? 0 : rows[n];
    }
    assertEquals(300, labelled, 0.01); // expected labels in the sequence
  }

  @Test
  @DisplayName("errors are insertions, deletions and substitutions of the best path")
  void labelErrors() {
    CtcHead head = new CtcHead(LABELS);
    float[] rows = certain(1, 1, 0, 1, 2, 0, 0, 2); // says 1 1 2 2
    int[][] targets = {{1, 1, 2, 2}, {1, 2, 2}, {2, 1, 1, 2, 2}, {1, 1, 1, 2}, {}, {2}};
    int[] errors = {0, 1, 1, 1, 4, 3};
    for (int k = 0; k < targets.length; k++) {
      LossSum sum = new LossSum();
      float[] activated = rows.clone();
      activate(head, activated);
      head.score(activated, 8, target(targets[k]), sum);
      assertEquals(errors[k], sum.errors, "target " + k);
    }
  }

  @Test
  @DisplayName("best path drops repetitions, then blanks")
  void bestPath() {
    float[] rows = certain(0, 1, 1, 0, 1, 2, 2, 0);
    CtcHead head = new CtcHead(LABELS);
    activate(head, rows);
    for (int t = 0; t < 8; t++) {
      predict(head, rows, t);
    }
    CtcDecoder.Decoding found = CtcDecoder.bestPath(rows, 8, WIDTH);
    assertEquals(List.of(1, 1, 2), found.labels());
    assertEquals(8 * Math.log(rows[0]), found.logProbability(), 1e-5);
  }

  @Test
  @DisplayName("a wide beam finds the most probable labels of all, with their whole probability")
  void wideBeam() {
    RandomStream random = new RandomStream(6);
    boolean better = false;
    for (int trial = 0; trial < 40; trial++) {
      int steps = 1 + random.nextInt(6);
      float[] rows = new float[steps * WIDTH];
      for (int n = 0; n < rows.length; n++) {
        rows[n] = (float) random.nextGaussian();
      }
      CtcHead head = new CtcHead(LABELS);
      activate(head, rows);
      for (int t = 0; t < steps; t++) {
        predict(head, rows, t);
      }
      double[] logs = new double[rows.length];
      for (int n = 0; n < rows.length; n++) {
        logs[n] = Math.log(rows[n]);
      }
      Map<List<Integer>, Double> all = listProbabilities(logs, steps);
      Map.Entry<List<Integer>, Double> best =
          all.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
      CtcDecoder.Decoding beam = CtcDecoder.prefixBeam(rows, steps, WIDTH, 1000);
      assertEquals(best.getKey(), beam.labels());
      assertEquals(Math.log(best.getValue()), beam.logProbability(), 1e-5);
      CtcDecoder.Decoding path = CtcDecoder.bestPath(rows, steps, WIDTH);
      assertTrue(all.getOrDefault(path.labels(), 0.0) <= best.getValue() + 1e-9);
      better |= !path.labels().equals(beam.labels());
      CtcDecoder.Decoding narrow = CtcDecoder.prefixBeam(rows, steps, WIDTH, 3);
      assertTrue(
          narrow.logProbability() <= Math.log(all.getOrDefault(narrow.labels(), 0.0)) + 1e-6);
    }
    assertTrue(better, "no case in which the best path is not the best list");
  }

  @Test
  @DisplayName("a list that leaves the beam and is reached again is one list")
  void reachedAgain() {
    RandomStream random = new RandomStream(8);
    int steps = 40;
    float[] rows = new float[steps * WIDTH];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = (float) (0.5 * random.nextGaussian());
    }
    CtcHead head = new CtcHead(LABELS);
    activate(head, rows);
    float[] logs = rows.clone();
    for (int t = 0; t < steps; t++) {
      predict(head, rows, t);
    }
    for (int width : new int[] {1, 2, 5, 50}) {
      CtcDecoder.Decoding found = CtcDecoder.prefixBeam(rows, steps, WIDTH, width);
      int[] labels = found.labels().stream().mapToInt(Integer::intValue).toArray();
      double exact = new CtcPaths(WIDTH).logProbability(logs, steps, target(labels));
      assertTrue(found.logProbability() <= exact + 1e-4, "width " + width);
    }
  }

  private static void activate(CtcHead head, float[] rows) {
    float[] row = new float[WIDTH];
    for (int first = 0; first < rows.length; first += WIDTH) {
      System.arraycopy(rows, first, row, 0, WIDTH);
      head.activate(row);
      System.arraycopy(row, 0, rows, first, WIDTH);
    }
  }

  private static void predict(CtcHead head, float[] rows, int t) {
    float[] row = new float[WIDTH];
    System.arraycopy(rows, t * WIDTH, row, 0, WIDTH);
    head.predict(row);
    System.arraycopy(row, 0, rows, t * WIDTH, WIDTH);
  }

  private static LabelTarget target(int... labels) {
    LabelTarget target = new LabelTarget();
    target.set(labels, 0, labels.length);
    return target;
  }

  /** Rows of pre-activations that are all but certain of one class each. */
  private static float[] certain(int... path) {
    float[] rows = new float[path.length * WIDTH];
    for (int t = 0; t < path.length; t++) {
      rows[t * WIDTH + path[t]] = 3;
    }
    return rows;
  }

  private static int repeats(int[] labels) {
    int repeats = 0;
    for (int k = 1; k < labels.length; k++) {
      repeats += labels[k] == labels[k - 1] ? 1 : 0;
    }
    return repeats;
  }

  private static List<Integer> boxed(int[] labels) {
    List<Integer> list = new ArrayList<>();
    for (int label : labels) {
      list.add(label);
    }
    return list;
  }

  private static double centralDifference(double[] a, int steps, int[] labels, int n) {
    double step = 1e-6;
    double[] moved = a.clone();
    moved[n] += step;
    double above = -Math.log(probability(moved, steps, labels));
    moved[n] = a[n] - step;
    return (above + Math.log(probability(moved, steps, labels))) / (2 * step);
  }

  private static double probability(double[] a, int steps, int[] labels) {
    return listProbabilities(a, steps).getOrDefault(boxed(labels), 0.0);
  }

  /** The probability of every list of labels, by adding up every path one by one. */
  private static Map<List<Integer>, Double> listProbabilities(double[] a, int steps) {
    Map<List<Integer>, Double> sums = new HashMap<>();
    int[] path = new int[steps];
    do {
      double probability = 1;
      List<Integer> labels = new ArrayList<>();
      for (int t = 0; t < steps; t++) {
        double total = 0;
        for (int k = 0; k < WIDTH; k++) {
          total += Math.exp(a[t * WIDTH + k]);
        }
        probability *= Math.exp(a[t * WIDTH + path[t]]) / total;
        if (path[t] != 0 && (t == 0 || path[t] != path[t - 1])) {
          labels.add(path[t]);
        }
      }
      sums.merge(labels, probability, Double::sum);
    } while (advance(path));
    return sums;
  }

  private static boolean advance(int[] path) {
    for (int t = 0; t < path.length; t++) {
      if (++path[t] < WIDTH) {
        return true;
      }
      path[t] = 0;
    }
    return false;
  }
}
