package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("inspect: what goes on inside a model, as a page")
class InspectCommandTest extends CommandFolder {
  private static final List<String> TRAIN =
      List.of("train", "--set", "hiddenSize=6", "--set", "maxIter=1", "--set", "numWorkers=2");

  @Test
  @DisplayName("a text model: gates and error flow as pictures that have names, and as figures")
  void text() throws Exception {
    Path input = texts();
    CommandRun run = inspect(trained("lstm", "lstm", input), input, "r.html", "--json").succeeds();
    String json = run.out.lines().toList().get(run.out.lines().toList().size() - 1);
    assertTrue(json.contains("\"gate\":\"forget gate\""), json);
    assertTrue(json.contains("\"errorFlow\":[{\"layer\":1,"), json);
    assertTrue(run.err.contains("layer 1, forget gate: closed at"), run.err);
    Document page = page("r.html");
    NodeList pictures = page.getElementsByTagName("svg");
    assertEquals(
        2 * (2 + 1 + 1 + 1 + 3),
        pictures.getLength(),
        "curves, gates, flow, and where the errors are, in two shapes");
    for (int i = 0; i < pictures.getLength(); i++) {
      Element picture = (Element) pictures.item(i);
      assertFalse(picture.getAttribute("aria-label").isEmpty());
      assertTrue(picture.getElementsByTagName("path").getLength() > 0, "it is not empty");
    }
    NodeList captions = page.getElementsByTagName("figcaption");
    long texts = byClass(page, "pre", "activity");
    assertTrue(texts > 0 && texts <= 3, "units in colours: " + texts);
    assertEquals(pictures.getLength() / 2 + texts, captions.getLength());
    for (int i = 0; i < captions.getLength(); i++) {
      assertTrue(captions.item(i).getTextContent().startsWith("How to read it: "));
    }
  }

  @Test
  @DisplayName("a unit that was asked for is shown, and n-grams of the training texts stand beside")
  void askedFor() throws Exception {
    Path texts = texts();
    Path model = trained("lstm", "lstm", texts);
    inspect(
            model,
            texts,
            "r.html",
            "--unit",
            "1:0",
            "--unit",
            "1:5",
            "--training-input",
            texts.toString())
        .succeeds();
    String page = Files.readString(folder.resolve("r.html"));
    assertTrue(page.contains("<h2>Unit 1:0</h2>") && page.contains("<h2>Unit 1:5</h2>"));
    assertFalse(page.contains("<h2>Unit 1:1</h2>"));
    assertTrue(page.contains("Kneser–Ney 9-gram"));
    assertTrue(page.contains("words that training has not seen"));
    refused(model, texts, "s.html", "--unit: expected LAYER:UNIT from 1:0 to 1:5", "--unit", "1:6");
    refused(model, texts, "s.html", "found '0:0'", "--unit", "0:0");
    refused(model, texts, "s.html", "found 'five'", "--unit", "five");
  }

  @Test
  @DisplayName("a classifier: which class was taken for which adds up to the rows of the input")
  void classes() throws Exception {
    Path table = SmallInputs.table(folder);
    train(SmallInputs.trainTable(model("rows")), table);
    CommandRun run = inspect(model("rows"), table, "r.html", "--json").succeeds();
    assertTrue(run.out.contains("\"units\":[{\"feature\":\""), run.out);
    Document page = page("r.html");
    long sum = 0;
    NodeList rows = section(page, "Confusion").getElementsByTagName("tr");
    assertEquals(3, rows.getLength(), "the header and two classes");
    for (int i = 1; i < rows.getLength(); i++) {
      NodeList cells = ((Element) rows.item(i)).getElementsByTagName("td");
      for (int k = cells.getLength() - 2; k < cells.getLength(); k++) {
        sum += Long.parseLong(cells.item(k).getTextContent());
      }
    }
    assertEquals(60, sum);
    assertTrue(section(page, "Calibration").getElementsByTagName("svg").getLength() > 0);
    assertTrue(section(page, "Units under the signal").getElementsByTagName("svg").getLength() > 0);
    refused(
        model("rows"),
        table,
        "s.html",
        "--training-input: expected a language model; found a model of task classify",
        "--training-input",
        table.toString());
  }

  @Test
  @DisplayName("a forecaster: residuals of its target, and how they grow")
  void residuals() throws Exception {
    Path series = SmallInputs.series(folder);
    train(SmallInputs.trainSeries(model("days")), series);
    inspect(model("days"), series, "r.html").succeeds();
    Element residuals = section(page("r.html"), "Residuals of value");
    assertTrue(residuals.getElementsByTagName("svg").getLength() > 0);
    assertTrue(residuals.getElementsByTagName("tr").getLength() > 2);
  }

  @Test
  @DisplayName("transcription, whose loss is of all steps at once: the error at the last one")
  void transcription() throws Exception {
    Path strokes = TargetInputs.strokes(folder);
    train(TargetInputs.train("transcribe", model("lines")), strokes);
    CommandRun run = inspect(model("lines"), strokes, "r.html", "--lag", "2", "--json").succeeds();
    assertTrue(run.out.contains("\"errorFlow\":[{\"layer\":1,"), run.out);
    assertTrue(section(page("r.html"), "Error flow").getElementsByTagName("svg").getLength() > 0);
  }

  @Test
  @DisplayName("plain units have no gates: that is said, and their error flow has its bound")
  void plain() throws Exception {
    Path texts = texts();
    CommandRun run = inspect(trained("rnn", "rnn", texts), texts, "r.html").succeeds();
    assertTrue(run.out.contains("cells of kind rnn have no gates to look at"), run.out);
    String page = Files.readString(folder.resolve("r.html"));
    assertFalse(page.contains("Gates: what they let through"));
    assertTrue(page.contains("largest singular value"));
  }

  @Test
  @DisplayName("misuse is one sentence, and no file is left")
  void misuse() throws Exception {
    Path texts = texts();
    Path model = trained("gru", "gru", texts);
    refused(model, texts, "r.htm", "expected a name that ends in .html");
    refused(model, texts, "r.html", "--lag: expected at least 1; found 0", "--lag", "0");
    refused(
        model,
        texts,
        "r.html",
        "no target has 5000 steps before it, the farthest has",
        "--lag",
        "5000");
    refused(model, texts, "r.html", "no target has 100000000 steps", "--lag", "100000000");
    Files.createDirectory(folder.resolve("taken.html"));
    refused(model, texts, "taken.html", "found a directory: choose another name");
    Files.writeString(folder.resolve("mine.html"), "mine");
    refused(model, texts, "mine.html", "add --overwrite");
    assertEquals("mine", Files.readString(folder.resolve("mine.html")));
    Path empty = Files.writeString(folder.resolve("empty.txt"), "");
    CommandRun nothing = inspect(model, empty, "r.html");
    assertTrue(nothing.exitCode != 0, "empty input");
    assertEquals(1, nothing.err.lines().filter(line -> line.startsWith("keepgate:")).count());
    assertFalse(Files.exists(folder.resolve("r.html")));
  }

  private void refused(Path model, Path input, String report, String sentence, String... more) {
    CommandRun run = inspect(model, input, report, more);
    assertTrue(run.exitCode != 0);
    assertTrue(run.err.contains(sentence), run.err);
    assertFalse(run.err.contains("\tat "), run.err);
  }

  private CommandRun inspect(Path model, Path input, String report, String... more) {
    return CommandRun.of(
        List.of(
            "inspect",
            "--model",
            model.toString(),
            "--input",
            input.toString(),
            "--report",
            folder.resolve(report).toString()),
        more);
  }

  private Path trained(String name, String cell, Path texts) {
    List<String> arguments = new ArrayList<>(TRAIN);
    arguments.addAll(
        List.of(
            "--task",
            "language-model",
            "--model",
            model(name).toString(),
            "--set",
            "cell=" + cell));
    train(arguments, texts);
    return model(name);
  }

  private Path texts() throws IOException {
    Path texts = Files.createDirectories(folder.resolve("texts"));
    for (int i = 0; i < 6; i++) {
      Files.writeString(
          texts.resolve(i + ".txt"), "the cat sat on the mat, number " + i + "\n".repeat(90));
    }
    return texts;
  }

  private static long byClass(Document page, String tag, String name) {
    NodeList all = page.getElementsByTagName(tag);
    return IntStream.range(0, all.getLength())
        .filter(i -> ((Element) all.item(i)).getAttribute("class").equals(name))
        .count();
  }

  private static Element section(Document page, String title) {
    NodeList sections = page.getElementsByTagName("section");
    return IntStream.range(0, sections.getLength())
        .mapToObj(i -> (Element) sections.item(i))
        .filter(it -> it.getElementsByTagName("h2").item(0).getTextContent().startsWith(title))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no section " + title));
  }

  private Document page(String name) throws Exception {
    String html = Files.readString(folder.resolve(name)).replaceFirst("<!DOCTYPE html>\\s*", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
  }
}
