package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.spark.SharedSpark;

/**
 * Whatever folder, files, partitions and order the input has: on two cores the commands come to
 * what they came to on one core, with the input as it was first written.
 */
@DisplayName("The same data in other files: the same model, statistics and metrics, to the bit")
class SameInputEverywhereTest {
  private static final List<String> OF_THE_RUN =
      List.of("model", "input", "seconds", "tokensPerSecond", "roundCosts");

  @TempDir private static Path folder;
  private static Path table;
  private static Path series;
  private static Map<String, Object> ofTexts = Map.of();
  private static Map<String, Object> ofTable = Map.of();
  private static Map<String, Object> ofSeries = Map.of();
  private static int runs;

  @BeforeAll
  static void oneCore() throws IOException {
    table = SmallInputs.table(folder);
    series = threeSeries();
    SharedSpark.stop();
    try (SparkSession oneCore =
        SparkSession.builder().config(SharedSpark.conf("local[1]")).getOrCreate()) {
      ofTexts = outcome(SmallInputs.trainTexts(nextModel()), SmallInputs.texts(folder));
      ofTable = outcome(SmallInputs.trainTable(nextModel()), table);
      ofSeries = outcome(trainSeries(nextModel()), series);
      assertEquals("local[1]", oneCore.sparkContext().master());
    }
  }

  @AfterAll
  static void forget() {
    ofTexts = Map.of();
    ofTable = Map.of();
    ofSeries = Map.of();
  }

  @Test
  @DisplayName(
      "texts in a folder of another name, written in another order; a file's own name counts")
  void texts() throws IOException {
    Path first = folder.resolve("texts");
    Path moved = Files.createDirectories(folder.resolve("moved/elsewhere"));
    List<Path> files = new ArrayList<>(files(first));
    Collections.reverse(files);
    for (Path file : files) {
      Files.copy(file, moved.resolve(file.getFileName()));
    }
    assertEquals(ofTexts, outcome(SmallInputs.trainTexts(nextModel()), moved));
    Path renamed = moved.resolve("t0.txt");
    Files.move(renamed, moved.resolve("another.txt"));
    assertNotEquals(
        ofTexts.get("model.safetensors"),
        outcome(SmallInputs.trainTexts(nextModel()), moved).get("model.safetensors"));
  }

  @ParameterizedTest(name = "{0}, {1} files")
  @CsvSource({"json, 2", "parquet, 1", "parquet, 3", "parquet, 7"})
  @DisplayName("a table, its rows in reverse")
  void table(String format, int files) throws IOException {
    assertEquals(
        ofTable, outcome(SmallInputs.trainTable(nextModel()), rewritten(table, format, files)));
  }

  @Test
  @DisplayName("a table in files of other names and folders; another number in it is other data")
  void renamed() throws IOException {
    List<String> lines = Files.readAllLines(table);
    List<String> rows = lines.subList(1, lines.size());
    for (int file = 0; file < 4; file++) {
      String some = String.join("\n", rows.subList(15 * file, 15 * (file + 1)));
      SmallInputs.write(
          folder, "split/" + (9 - file) + "/part.csv", lines.get(0) + "\n" + some + "\n");
    }
    Path split = folder.resolve("split");
    assertEquals(ofTable, outcome(SmallInputs.trainTable(nextModel()), split));
    Path last = split.resolve("6/part.csv");
    Files.writeString(last, Files.readString(last).replaceFirst(",0\\.", ",0.5"));
    assertNotEquals(
        ofTable.get("standardizer.json"),
        outcome(SmallInputs.trainTable(nextModel()), split).get("standardizer.json"));
  }

  @Test
  @DisplayName("series of which a row is a step, their rows in reverse and scattered over files")
  void series() throws IOException {
    assertEquals(ofSeries, outcome(trainSeries(nextModel()), rewritten(series, "parquet", 7)));
  }

  private static Path nextModel() {
    return folder.resolve("models").resolve("m" + runs++);
  }

  /** Three series of 60 days, told apart by a column. */
  private static Path threeSeries() throws IOException {
    List<String> days = Files.readAllLines(SmallInputs.series(folder));
    StringBuilder rows = new StringBuilder("place,").append(days.get(0)).append('\n');
    for (int day = 1; day <= 60; day++) {
      for (int place = 0; place < 3; place++) {
        rows.append("p").append(place).append(',').append(days.get(day + 20 * place)).append('\n');
      }
    }
    return SmallInputs.write(folder, "places.csv", rows.toString());
  }

  private static List<String> trainSeries(Path model) {
    List<String> arguments = new ArrayList<>(SmallInputs.trainSeries(model));
    arguments.addAll(List.of("--group-by", "place"));
    return arguments;
  }

  /** The rows of a CSV file in reverse, every so-manyth in a file of its own. */
  private static Path rewritten(Path csv, String format, int files) throws IOException {
    Dataset<Row> all =
        SharedSpark.session()
            .read()
            .option("header", "true")
            .option("inferSchema", "true")
            .csv(csv.toString());
    List<Row> rows = new ArrayList<>(all.collectAsList());
    Collections.reverse(rows);
    Path written = folder.resolve("rewritten" + runs);
    SharedSpark.session()
        .createDataFrame(rows, all.schema())
        .repartition(files)
        .write()
        .option("header", "true")
        .format(format)
        .save(written.toString());
    try (Stream<Path> parts = Files.list(written)) {
      assertEquals(
          files, parts.filter(it -> it.getFileName().toString().startsWith("part-")).count());
    }
    return written;
  }

  /** All that must repeat of a training and of the evaluation of its model on all of the input. */
  private static Map<String, Object> outcome(List<String> train, Path input) throws IOException {
    JsonNode trained = CommandFolder.train(train, input, "--json").json();
    Path model = Path.of(trained.get("model").asText());
    JsonNode evaluated =
        CommandRun.of(
                "evaluate", "--model", model.toString(), "--input", input.toString(), "--json")
            .succeeds()
            .json();
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("trained", ((ObjectNode) trained).remove(OF_THE_RUN));
    outcome.put("evaluated", ((ObjectNode) evaluated).remove(OF_THE_RUN));
    for (Path file : files(model)) {
      String name = file.getFileName().toString();
      if (!List.of("manifest.json", "training.json", "report.html").contains(name)) {
        outcome.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return outcome;
  }

  private static List<Path> files(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.sorted().toList();
    }
  }
}
