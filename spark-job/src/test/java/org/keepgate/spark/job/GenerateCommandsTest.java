package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("generate: moves of a pen and values of a series, drawn from a model's densities")
class GenerateCommandsTest extends CommandFolder {

  private CommandRun generate(String model, String... more) {
    return CommandRun.of(List.of("generate", "--model", model(model).toString()), more);
  }

  private static double first(CommandRun run) {
    return Double.parseDouble(run.out.lines().toList().get(1).split(",", -1)[0]);
  }

  @Test
  @DisplayName("handwriting: rows in units of the data, the same for a seed, with a bias neater")
  void moves() throws IOException {
    train(PenInputs.train(model("h"), PenInputs.LEARNING), PenInputs.drawings(folder));
    CommandRun run = generate("h", "--length", "300", "--seed", "3").succeeds();
    List<String> lines = run.out.lines().toList();
    assertEquals("dx,dy,end", lines.get(0));
    assertEquals(1 + 300, lines.size());
    assertTrue(lines.stream().skip(1).allMatch(line -> line.matches("[-.E0-9]+,[-.E0-9]+,[01]")));
    assertEquals(run.out, generate("h", "--length", "300", "--seed", "3").succeeds().out);
    double spread =
        Math.sqrt(
            lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[1]))
                .map(dy -> dy * dy)
                .average()
                .orElseThrow());
    assertTrue(spread > 20 && spread < 80, "about 43 in the drawings: " + spread);
    double neat = first(generate("h", "--length", "1", "--seed", "3", "--bias", "2000"));
    assertNotEquals(first(run), neat);
    assertEquals(
        neat, first(generate("h", "--length", "1", "--seed", "4", "--bias", "2000")), 1e-4);
    files(lines);
    misused();
  }

  private void files(List<String> lines) throws IOException {
    List<byte[]> tables = new ArrayList<>();
    List<byte[]> pictures = new ArrayList<>();
    Path table = folder.resolve("moves.csv");
    Path picture = folder.resolve("moves.svg");
    for (int time = 0; time < 2; time++) {
      JsonNode result =
          generate(
                  "h",
                  "--length=300",
                  "--seed=3",
                  "--json",
                  "--overwrite",
                  "--output=" + table,
                  "--picture=" + picture)
              .succeeds()
              .json();
      assertEquals(picture.toString(), result.get("picture").asText());
      tables.add(Files.readAllBytes(table));
      pictures.add(Files.readAllBytes(picture));
    }
    assertEquals(lines, Files.readAllLines(table));
    assertArrayEquals(tables.get(0), tables.get(1));
    assertArrayEquals(pictures.get(0), pictures.get(1));
    generate("h", "--picture", picture.toString()).refuses("something exists already");
    JsonNode rows = generate("h", "--length=2", "--seed=3", "--json").succeeds().json().get("rows");
    assertEquals(lines.get(2).split(",", -1)[1], rows.get(1).get(1).asText());
  }

  private void misused() {
    generate("h", "--temperature", "1")
        .misused("--temperature: belongs to language-model; the model's task is handwriting");
    generate("h", "--input", "x.csv").misused("--input: belongs to density; the model's task");
    generate("h", "--bias", "-1").misused("--bias: expected at least 0; found -1");
    generate("h", "--length", "1000001").misused("--length: expected 1 to 1000000; found 1000001");
    generate("h", "--picture", "x.png").refuses("output x.png: expected a name that ends in .svg");
    generate("h", "--output", "x.txt").refuses("output x.txt: expected a name that ends in .csv");
  }

  @Test
  @DisplayName("density: goes on with a series from where predict stops")
  void series() throws IOException {
    Path input = SmallInputs.series(folder);
    String[] set = {
      "--features", "value", "--order-by", "date", "--set", "window=8", "--set", "mixtures=3"
    };
    train(TargetInputs.train("density", model("d"), set), input);
    String series = "--input=" + input;
    CommandRun run = generate("d", series, "--length=40").succeeds();
    List<String> lines = run.out.lines().toList();
    assertEquals("value", lines.get(0));
    assertEquals(1 + 40, lines.size());
    assertEquals(run.out, generate("d", series, "--length=40").succeeds().out);
    assertNotEquals(run.out, generate("d", series, "--length=40", "--seed=2").succeeds().out);
    CommandRun likely = generate("d", series, "--length=2", "--bias=2000").succeeds();
    assertEquals(likeliest(input), first(likely), 1e-3);
    List<String> longer = new ArrayList<>(Files.readAllLines(input));
    longer.add("2030-01-01," + first(likely));
    Path more = SmallInputs.write(folder, "more.csv", String.join("\n", longer) + "\n");
    double second = Double.parseDouble(likely.out.lines().toList().get(2));
    assertEquals(likeliest(more), second, 1e-3, "what was drawn is read as a row of the series");
    refused(input);
  }

  /** The mean of the likeliest component behind the end of a series, as predict has it. */
  private double likeliest(Path input) throws IOException {
    Path output = folder.resolve("out.csv");
    CommandRun.of(
            List.of("predict", "--model", model("d").toString(), "--overwrite"),
            "--input",
            input.toString(),
            "--output",
            output.toString(),
            "--set",
            "mixtureParameters=true")
        .succeeds();
    List<String> found = Files.readAllLines(output);
    double[] last =
        Arrays.stream(found.get(found.size() - 1).split(",", -1))
            .skip(4)
            .mapToDouble(Double::parseDouble)
            .toArray();
    int likely = 0;
    for (int k = 3; k < last.length; k += 3) {
      likely = last[k] > last[likely] ? k : likely;
    }
    return last[likely + 1];
  }

  private void refused(Path input) throws IOException {
    generate("d").misused("--input: expected the series that the model is to go on with");
    generate("d", "--input=" + input, "--picture=x.svg")
        .misused("--picture: belongs to handwriting; the model's task is density: leave it out");
    generate("d", "--input=" + input, "--output=" + input, "--overwrite")
        .refuses("expected another place than the input");
    Path three =
        SmallInputs.write(
            folder, "short.csv", "date,value\n2001-01-01,1\n2001-01-02,2\n2001-01-03,3\n");
    generate("d", "--input=" + three).refuses("short.csv: expected at least 8 rows", "found 3");
    String[] set = {"--features=value", "--order-by=date", "--set", "window=8"};
    List<String> far = new ArrayList<>(TargetInputs.train("density", model("far"), set));
    train(far, input, "--set", "horizon=2");
    generate("far", "--input=" + input).refuses("predicts 2 rows ahead; expected a model with");
    List<String> days = new ArrayList<>(TargetInputs.train("density", model("days"), set));
    train(days, input, "--set", "calendar=weekday");
    generate("days", "--input=" + input)
        .refuses("reads more than the column value that it predicts");
  }
}
