package org.keepgate.spark.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Inputs on which a network learns something within seconds. */
final class SmallInputs {

  private SmallInputs() {}

  /** 60 rows: the class is the sign of the last of three steps of two features. */
  static Path table(Path folder) throws IOException {
    Random random = new Random(5);
    StringBuilder rows = new StringBuilder("id,label,a,b,c,d,e,f\n");
    for (int i = 0; i < 60; i++) {
      double[] values = random.doubles(6, -1, 1).toArray();
      rows.append("row").append(i).append(',').append(values[4] > 0 ? "up" : "down");
      for (double value : values) {
        rows.append(',').append(value);
      }
      rows.append('\n');
    }
    return write(folder, "table.csv", rows.toString());
  }

  /** The arguments that train on it, all but the input. */
  static List<String> trainTable(Path model) {
    return List.of(
        "train",
        "--task",
        "classify",
        "--steps",
        "3",
        "--id-column",
        "id",
        "--set",
        "hiddenSize=8",
        "--set",
        "maxIter=2",
        "--set",
        "numWorkers=2",
        "--model",
        model.toString());
  }

  /** Twelve files of one sentence and another. */
  static Path texts(Path folder) throws IOException {
    for (int i = 0; i < 12; i++) {
      write(folder, "texts/t" + i + ".txt", ("the keep gate " + i + " keeps.\n").repeat(30));
    }
    return folder.resolve("texts");
  }

  /** The arguments that train on them, all but the input. */
  static List<String> trainTexts(Path model) {
    return List.of(
        "train",
        "--task",
        "language-model",
        "--set",
        "hiddenSize=16",
        "--set",
        "maxIter=3",
        "--set",
        "batchSize=4",
        "--set",
        "segmentLength=16",
        "--set",
        "stepSize=0.02",
        "--set",
        "numWorkers=2",
        "--model",
        model.toString());
  }

  /** 120 days with a weekly pattern. */
  static Path series(Path folder) throws IOException {
    StringBuilder rows = new StringBuilder("date,value\n");
    LocalDate day = LocalDate.of(2020, 1, 1);
    for (int i = 0; i < 120; i++) {
      rows.append(day.plusDays(i)).append(',').append(100 + 10 * (i % 7) + i % 3).append('\n');
    }
    return write(folder, "series.csv", rows.toString());
  }

  /** The arguments that train on it, all but the input. */
  static List<String> trainSeries(Path model) {
    return List.of(
        "train",
        "--task",
        "forecast",
        "--order-by",
        "date",
        "--set",
        "calendar=weekday",
        "--set",
        "window=8",
        "--set",
        "hiddenSize=8",
        "--set",
        "maxIter=2",
        "--set",
        "numWorkers=2",
        "--model",
        model.toString());
  }

  static Path write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Everything in a folder, by name; names of files that come and go with a run are seen, too. */
  static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (var all = Files.list(folder)) {
      all.forEach(path -> names.add(path.getFileName().toString()));
    }
    names.sort(null);
    return names;
  }
}
