package org.keepgate.spark.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Inputs with targets other than a class, on which a network learns something within seconds. */
final class TargetInputs {

  private TargetInputs() {}

  /** The arguments that train a small network, all but the input. */
  static List<String> train(String task, Path model, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("train", "--task", task, "--model", model.toString(), "--json", "--set"));
    all.addAll(List.of("numWorkers=2", "--set", "hiddenSize=8", "--set", "maxIter=2"));
    all.addAll(List.of(more));
    return all;
  }

  /** 80 lines in which an a, or a b, is seen for two steps, then nothing for one. */
  static Path strokes(Path folder) throws IOException {
    Random random = new Random(11);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 80; i++) {
      List<String> steps = new ArrayList<>();
      StringBuilder labels = new StringBuilder();
      for (int k = 0; k <= random.nextInt(4); k++) {
        boolean first = random.nextBoolean();
        labels.append(first ? 'a' : 'b');
        for (int shown = 1; shown >= -1; shown--) {
          steps.add(step(random, shown >= 0 && first, shown >= 0 && !first));
        }
      }
      rows.append(
          String.format(
              "{\"name\":\"line%d\",\"pen\":[%s],\"label\":\"%s\"}%n",
              i, String.join(",", steps), labels));
    }
    return SmallInputs.write(folder, "strokes.jsonl", rows.toString());
  }

  private static String step(Random random, boolean first, boolean second) {
    return String.format(Locale.ROOT, "[%.3f,%.3f]", level(random, first), level(random, second));
  }

  private static double level(Random random, boolean high) {
    return (high ? 1 : 0) + 0.1 * random.nextDouble();
  }

  /** 40 sequences of five steps: is x high, was x high at the step before? */
  static Path notes(Path folder) throws IOException {
    Random random = new Random(3);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      List<String> inputs = new ArrayList<>();
      List<String> labels = new ArrayList<>();
      int before = 0;
      for (int t = 0; t < 5; t++) {
        int now = random.nextInt(2);
        inputs.add(String.format(Locale.ROOT, "%.3f", level(random, now == 1)));
        labels.add("[" + now + "," + before + "]");
        before = now;
      }
      rows.append(String.format("{\"x\":%s,\"labels\":%s}%n", inputs, labels));
    }
    return SmallInputs.write(folder, "notes.jsonl", rows.toString());
  }

  /** 80 rows of three steps; the targets are 100 + 10 × the last one, and its opposite. */
  static Path levels(Path folder) throws IOException {
    Random random = new Random(7);
    StringBuilder rows = new StringBuilder("id,a,b,c,target,other\n");
    for (int i = 0; i < 80; i++) {
      double[] x = random.doubles(3, -1, 1).toArray();
      rows.append(
          String.format(
              Locale.ROOT,
              "row%d,%.4f,%.4f,%.4f,%.4f,%.4f%n",
              i,
              x[0],
              x[1],
              x[2],
              100 + 10 * x[2],
              -10 * x[2]));
    }
    return SmallInputs.write(folder, "levels.csv", rows.toString());
  }
}
