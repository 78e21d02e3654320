package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.spark.SharedSpark;

@DisplayName("The same input in other files, another order or on other cores: the same bytes")
class SameInputEverywhereTest {
  private static final String[] STATISTICS = {
    "labels.json", "standardizer.json", "vocabulary.json"
  };

  @TempDir private Path folder;

  @AfterAll
  static void backToTheSharedSession() {
    SharedSpark.stop();
  }

  @Test
  @DisplayName(
      "a table as CSV, renamed, split anew and reversed, and as Parquet of 1, 3 and 7 files")
  void table() throws IOException {
    Path whole = SmallInputs.table(folder.resolve("whole"));
    List<String> lines = Files.readAllLines(whole);
    String header = lines.get(0);
    List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
    String expected = trainedTable("whole", whole);

    Collections.reverse(rows);
    SmallInputs.write(folder, "reversed/z.csv", header + "\n" + String.join("\n", rows) + "\n");
    assertEquals(expected, trainedTable("reversed", folder.resolve("reversed")));

    Collections.shuffle(rows, new Random(3));
    for (int n = 0; n < 4; n++) {
      List<String> some = rows.subList(n * 15, (n + 1) * 15);
      SmallInputs.write(
          folder, "split/" + (9 - n) + "/part.csv", header + "\n" + String.join("\n", some) + "\n");
    }
    assertEquals(expected, trainedTable("split", folder.resolve("split")));

    for (int partitions : new int[] {1, 3, 7}) {
      String name = "parquet" + partitions;
      Dataset<Row> data =
          SharedSpark.session()
              .read()
              .option("header", true)
              .option("inferSchema", true)
              .csv(folder.resolve("split").toString() + "/*");
      data.repartition(partitions).write().parquet(folder.resolve(name).toString());
      assertEquals(expected, trainedTable(name, folder.resolve(name)));
    }

    SharedSpark.stop();
    try (JavaSparkContext oneCore = new JavaSparkContext(SharedSpark.conf("local[1]"))) {
      assertEquals("local[1]", oneCore.master());
      assertEquals(expected, trainedTable("core", folder.resolve("split")));
    }
    rows.set(7, rows.get(7).replaceFirst(",0\\.", ",0.5").replaceFirst(",-0\\.", ",-0.5"));
    SmallInputs.write(folder, "other/z.csv", header + "\n" + String.join("\n", rows) + "\n");
    assertNotEquals(expected, trainedTable("other", folder.resolve("other")));
  }

  @Test
  @DisplayName("texts in another folder: their paths below it are their names")
  void texts() throws IOException {
    Path texts = SmallInputs.texts(folder.resolve("here"));
    String expected = trained("here", texts, "train-texts");
    Path there = folder.resolve("there/deeper");
    Files.createDirectories(folder.resolve("there"));
    Files.move(texts, there);
    assertEquals(expected, trained("there", there, "train-texts"));
    assertEquals(expected, trained("again", there, "train-texts"));
  }

  private String trainedTable(String name, Path input) throws IOException {
    return trained(name, input, "train-table");
  }

  /** The model's bytes, all that was counted or measured of the input, and the metrics. */
  private String trained(String name, Path input, String how) throws IOException {
    Path model = folder.resolve("models/" + name);
    List<String> arguments =
        how.equals("train-texts") ? SmallInputs.trainTexts(model) : SmallInputs.trainTable(model);
    JsonNode result =
        CommandRun.of(
                arguments,
                "--input",
                input.toString(),
                "--set",
                "testFraction=0.2",
                "--set",
                "validationFraction=0.2",
                "--json")
            .succeeds()
            .json();
    StringBuilder all = new StringBuilder();
    all.append(HexFormat.of().formatHex(Files.readAllBytes(model.resolve("model.safetensors"))));
    for (String file : STATISTICS) {
      if (Files.exists(model.resolve(file))) {
        all.append('\n').append(file).append(Files.readString(model.resolve(file)));
      }
    }
    for (String part : List.of("validation", "test", "floors")) {
      all.append('\n').append(part).append(result.path(part));
    }
    JsonNode evaluated =
        CommandRun.of(
                "evaluate", "--model", model.toString(), "--input", input.toString(), "--json")
            .succeeds()
            .json();
    return all.append('\n').append(evaluated.path("metrics")).toString();
  }
}
