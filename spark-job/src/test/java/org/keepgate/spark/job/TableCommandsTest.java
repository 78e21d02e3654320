package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.spark.SharedSpark;

@DisplayName("Commands on tables: classify, tag, forecast, predict")
class TableCommandsTest extends CommandFolder {

  @Test
  @DisplayName("a classifier: predictions in CSV, JSON and Parquet are the same rows")
  void predictions() throws IOException {
    Path table = SmallInputs.table(folder);
    train(SmallInputs.trainTable(model("c")), table, "--set", "maxIter=30");
    List<List<String>> found = new ArrayList<>();
    for (String suffix : List.of("csv", "json", "parquet")) {
      Path output = folder.resolve("out." + suffix);
      CommandRun.of(
              "predict",
              "--model",
              model("c").toString(),
              "--input",
              table.toString(),
              "--output",
              output.toString())
          .succeeds();
      assertTrue(Files.isRegularFile(output));
      found.add(rows(output, suffix));
    }
    assertEquals(60, found.get(0).size());
    assertTrue(found.get(0).get(0).startsWith("row0 "), "in the order of the input");
    assertEquals(found.get(0), found.get(1));
    assertEquals(found.get(0), found.get(2));
    JsonNode evaluated =
        CommandRun.of(
                "evaluate", "--model", model("c").toString(), "--input", table.toString(), "--json")
            .succeeds()
            .json();
    assertEquals(evaluated.get("accuracy").asDouble(), accuracy(table, found.get(0)), 1e-12);
  }

  private static List<String> rows(Path output, String format) {
    var reader = SharedSpark.session().read().option("header", "true");
    List<Row> rows = reader.format(format).load(output.toString()).collectAsList();
    return rows.stream()
        .map(
            row ->
                row.getAs("sequence")
                    + " "
                    + row.getAs("prediction")
                    + " "
                    + Double.valueOf(row.getAs("probability").toString()))
        .toList();
  }

  private static double accuracy(Path table, List<String> predictions) throws IOException {
    List<String> rows = Files.readAllLines(table);
    int right = 0;
    for (int i = 0; i < predictions.size(); i++) {
      right +=
          predictions.get(i).split(" ", -1)[1].equals(rows.get(i + 1).split(",", -1)[1]) ? 1 : 0;
    }
    return (double) right / predictions.size();
  }

  @Test
  @DisplayName(
      "a table without labels can be predicted, its rows numbered where nothing names them")
  void unlabelled() throws IOException {
    train(SmallInputs.trainTable(model("c")), SmallInputs.table(folder));
    Path input = SmallInputs.write(folder, "new.csv", "a,b,c,d,e,f\n1,2,3,4,5,6\n6,5,4,3,2,1\n");
    Path output = folder.resolve("out.csv");
    List<String> predict =
        List.of(
            "predict",
            "--model",
            model("c").toString(),
            "--input",
            input.toString(),
            "--output",
            output.toString());
    CommandRun.of(predict).refuses("idColumn: expected a column of new.csv; found 'id'");
    Path named = SmallInputs.write(folder, "new.csv", "id,a,b,c,d,e,f\nx,1,2,3,4,5,6\n");
    assertTrue(Files.exists(named));
    CommandRun.of(predict).succeeds();
    assertEquals("x", Files.readAllLines(output).get(1).split(",", -1)[0]);
  }

  @Test
  @DisplayName("a forecast: errors in units of the data, floors, and a row beyond the end")
  void forecast() throws IOException {
    Path series = SmallInputs.series(folder);
    CommandRun run = train(SmallInputs.trainSeries(model("f")), series, "--set", "testSteps=14");
    assertTrue(run.out.contains("the value 7 steps before"), run.out);
    assertTrue(run.out.contains("metrics of the test part:"), run.out);
    Path output = folder.resolve("out.csv");
    CommandRun.of(
            "predict",
            "--model",
            model("f").toString(),
            "--input",
            series.toString(),
            "--output",
            output.toString())
        .succeeds();
    List<String> rows = Files.readAllLines(output);
    assertEquals("series,time,prediction", rows.get(0));
    assertEquals(1 + 120 - 8 + 1, rows.size());
    assertTrue(rows.get(rows.size() - 1).contains("2020-04-30"), rows.get(rows.size() - 1));
    double prediction = Double.parseDouble(rows.get(rows.size() - 1).split(",", -1)[2]);
    assertTrue(prediction > 60 && prediction < 200, "in units of the data: " + prediction);
  }

  @Test
  @DisplayName("a tagger: a row for each step")
  void tags() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.append("{\"w\":[\"the\",\"gate\",\"keeps\"],\"label\":[\"D\",\"N\",\"V\"]}\n");
      rows.append("{\"w\":[\"gate\",\"keeps\"],\"label\":[\"N\",\"V\"]}\n");
    }
    Path input = SmallInputs.write(folder, "tags.jsonl", rows.toString());
    List<String> arguments =
        List.of(
            "train",
            "--task",
            "tag",
            "--features",
            "w",
            "--set",
            "hiddenSize=8",
            "--set",
            "maxIter=20",
            "--set",
            "stepSize=0.05",
            "--set",
            "numWorkers=2",
            "--set",
            "validationFraction=0",
            "--model",
            model("t").toString());
    train(arguments, input);
    Path output = folder.resolve("out.csv");
    CommandRun.of(
            "predict",
            "--model",
            model("t").toString(),
            "--input",
            input.toString(),
            "--output",
            output.toString())
        .succeeds();
    List<String> found = Files.readAllLines(output);
    assertEquals(1 + 100, found.size());
    assertTrue(found.get(1).matches("1,1,D,.*"), found.get(1));
    assertTrue(found.get(3).matches("1,3,V,.*"), found.get(3));
    assertTrue(found.get(4).matches("2,1,N,.*"), found.get(4));
  }
}
