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
    Path texts = texts();
    CommandRun run = inspect(trained("lstm", "lstm", texts), texts, "r.html", "--json").succeeds();
    String json = run.out.lines().toList().get(run.out.lines().toList().size() - 1);
    assertTrue(json.contains("\"gate\":\"forget gate\""), json);
    assertTrue(json.contains("\"errorFlow\":[{\"layer\":1,"), json);
    assertTrue(run.err.contains("layer 1, forget gate: closed at"), run.err);
    Document page = page("r.html");
    NodeList pictures = page.getElementsByTagName("svg");
    assertEquals(
        2 * (2 + 1 + 1 + 1), pictures.getLength(), "curves, gates and flow, in two shapes");
    for (int i = 0; i < pictures.getLength(); i++) {
      Element picture = (Element) pictures.item(i);
      assertFalse(picture.getAttribute("aria-label").isEmpty());
      assertTrue(picture.getElementsByTagName("path").getLength() > 0, "it is not empty");
    }
    NodeList captions = page.getElementsByTagName("figcaption");
    assertEquals(pictures.getLength() / 2, captions.getLength());
    for (int i = 0; i < captions.getLength(); i++) {
      assertTrue(captions.item(i).getTextContent().startsWith("How to read it: "));
    }
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

  private Document page(String name) throws Exception {
    String html = Files.readString(folder.resolve(name)).replaceFirst("<!DOCTYPE html>\\s*", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
  }
}
