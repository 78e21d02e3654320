package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("compare: several cells on the same data, seeds and budget")
class CompareCommandTest extends CommandFolder {
  private static final List<String> SETTINGS =
      List.of(
          "--task",
          "classify",
          "--label",
          "label",
          "--steps",
          "5",
          "--set",
          "numWorkers=2",
          "--set",
          "maxIter=2",
          "--set",
          "hiddenSize=5",
          "--set",
          "validationFraction=0.3");

  @Test
  @DisplayName("each training is that of train with its cell and seed; the page has the picture")
  void sameAsTrain() throws IOException {
    Path data = data();
    CommandRun run =
        compare(data, "lstm,gru", "--seeds", "1,2", "--parallel", "2", "--json").succeeds();
    JsonNode json = new JsonMapper().readTree(last(run));
    List<String> cells = new ArrayList<>();
    for (JsonNode variant : json.get("variants")) {
      cells.add(variant.get("cell").asText());
      for (int seed = 1; seed <= 2; seed++) {
        assertEquals(
            trained(data, variant.get("cell").asText(), seed),
            variant.get("figures").get(seed - 1).asDouble());
      }
    }
    assertEquals(List.of("lstm", "gru"), cells);
    assertTrue(run.err.contains("4 of 4  "), run.err);
    String page = Files.readString(folder.resolve("c.html"));
    assertTrue(page.contains("Distribution by cell") && page.contains("<svg"), "a picture");
    assertTrue(page.contains("1-nearest neighbour"), "floors");
  }

  private double trained(Path data, String cell, int seed) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train"));
    arguments.addAll(SETTINGS);
    arguments.addAll(List.of("--model", model(cell + seed).toString(), "--json"));
    CommandRun run = train(arguments, data, "--set", "cell=" + cell, "--set", "seed=" + seed);
    return new JsonMapper().readTree(last(run)).get("accuracy").asDouble();
  }

  @Test
  @DisplayName("hidden sizes are matched; one seed tells no significance")
  void matched() throws IOException {
    Path data = data();
    CommandRun run =
        compare(data, "lstm,rnn,gru", "--seeds", "7", "--match-parameters", "--json").succeeds();
    JsonNode json = new JsonMapper().readTree(last(run));
    double baseline = json.get("variants").get(0).get("parameters").asDouble();
    for (JsonNode variant : json.get("variants")) {
      assertEquals(baseline, variant.get("parameters").asDouble(), 0.15 * baseline);
      assertTrue(variant.get("p").isNull());
    }
    assertTrue(json.get("variants").get(1).get("hiddenSize").asInt() > 5);
    assertTrue(run.err.contains("takes at least two seeds that differ"), run.err);
  }

  @Test
  @DisplayName("misuse is one sentence before anything is read")
  void misuse() throws IOException {
    Path data = data();
    refused(compare(data, "lstm,gro"), "--cells: expected some of lstm, lstm-peephole");
    refused(compare(data, "lstm"), "--cells: expected at least two, each once; found lstm");
    refused(compare(data, "lstm,gru", "--seeds", "1,1"), "--seeds: expected each once");
    refused(compare(data, "lstm,gru", "--parallel", "0"), "--parallel: expected at least 1");
    refused(
        compare(data, "lstm,gru", "--set", "validationFraction=0"),
        "nothing is held out to judge by");
  }

  private void refused(CommandRun run, String sentence) {
    assertTrue(run.exitCode != 0);
    assertTrue(run.err.contains(sentence), run.err);
    assertFalse(Files.exists(folder.resolve("c.html")));
  }

  private CommandRun compare(Path data, String cells, String... more) {
    List<String> arguments = new ArrayList<>(List.of("compare"));
    arguments.addAll(SETTINGS);
    arguments.addAll(
        List.of(
            "--input",
            data.toString(),
            "--cells",
            cells,
            "--report",
            folder.resolve("c.html").toString()));
    return CommandRun.of(arguments, more);
  }

  private static String last(CommandRun run) {
    List<String> lines = run.out.lines().toList();
    return lines.get(lines.size() - 1);
  }

  /** Rows of five steps; the class is whether they rise. */
  private Path data() throws IOException {
    Random random = new Random(5);
    StringBuilder csv = new StringBuilder("a,b,c,d,e,label\n");
    for (int i = 0; i < 120; i++) {
      boolean rises = random.nextBoolean();
      for (int t = 0; t < 5; t++) {
        csv.append((rises ? t : -t) + random.nextGaussian()).append(',');
      }
      csv.append(rises ? "up" : "down").append('\n');
    }
    return Files.writeString(folder.resolve("rows.csv"), csv);
  }
}
