package org.keepgate.spark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.evaluation.ClassMetrics;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@DisplayName("HTML report")
class HtmlReportTest {
  /** What is left of {@link SampleReports#HOSTILE}: all of it, control characters made visible. */
  private static final String SHOWN =
      "<script>alert('&\"x\"')</script> ]]> \u2400 \ufffd \ufffd 😀";

  @Test
  @DisplayName("shows the numbers of the curve, the floors, the figures, options and provenance")
  void showsTheNumbers() throws Exception {
    Document page = parse(HtmlReport.render(SampleReports.languageModel()));
    List<String> cells = texts(page, "td");
    for (int epoch = 1; epoch <= 12; epoch++) {
      assertTrue(
          cells.contains(String.format(Locale.ROOT, "%.4f", 1.43 + 1.9 / epoch)), "epoch " + epoch);
    }
    assertTrue(
        cells.containsAll(
            List.of("6.6294", "1.5811", "4.9396 better", "0.1087 worse", "1.6898", "61,235")));
    assertTrue(cells.containsAll(List.of("451,234", "256", "0.002", "20260101", "1.0E-9")));
    assertTrue(cells.contains("2, because the master is local[2]"));
    assertTrue(texts(page, "pre").get(1).startsWith("keepgate train --task language-model"));
    assertTrue(
        texts(page, "p")
            .contains(
                "The model is better than uniform over 99 symbols, Kneser–Ney order 1, Kneser–Ney"
                    + " order 2, Kneser–Ney order 3, Kneser–Ney order 4, but not yet better than"
                    + " Kneser–Ney order 5."));
  }

  @Test
  @DisplayName("shows the figures of every class")
  void showsClasses() throws Exception {
    Document page = parse(HtmlReport.render(SampleReports.classifier()));
    Element row = row(page, "digit 9");
    assertEquals("35", texts(row, "td").get(0));
    assertEquals("0.987", texts(row, "td").get(2)); // recall
  }

  @Test
  @DisplayName("escapes hostile text wherever a user, a file or a model may put it")
  void escapesHostileText() throws Exception {
    String hostile = SampleReports.HOSTILE;
    List<LearningCurve.Point> points = List.of(new LearningCurve.Point(1, 2, 2));
    String html =
        HtmlReport.render(
            new ReportContent(hostile, hostile)
                .curve(new LearningCurve(hostile, hostile, true, points))
                .floors(new FloorComparison(hostile, true, 1, List.of(new Floor(hostile, 2))))
                .metrics(Map.of(hostile, hostile))
                .classFigures(hostile, new ClassMetrics(1, 1, 1, 1))
                .sample(hostile, hostile)
                .options(Map.of(hostile, hostile))
                .provenance(Map.of(hostile, hostile))
                .command(hostile));
    assertFalse(html.contains("<script"), "markup got through");
    Document page = parse(html);
    assertEquals(SHOWN, texts(page, "h1").get(0));
    assertEquals(SHOWN, texts(page, "title").get(0));
    assertEquals(SHOWN + SHOWN, texts(page, "pre").get(0));
    assertTrue(texts(page, "text").contains(SHOWN), "axis titles of the picture");
    assertEquals(2, texts(page, "svg").stream().filter(svg -> svg.contains(SHOWN + ": 2")).count());
    assertTrue(texts(page, "td").stream().filter(SHOWN::equals).count() >= 3);
  }

  @Test
  @DisplayName("loads nothing from anywhere and runs no script")
  void loadsNothing() throws Exception {
    for (String html : everyReport()) {
      Document page = parse(html);
      for (String loading : List.of("script", "link", "img", "image", "iframe", "object", "a")) {
        assertEquals(0, page.getElementsByTagName(loading).getLength(), loading);
      }
      for (Element element : elements(page)) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
          String name = attributes.item(i).getNodeName();
          String value = attributes.item(i).getNodeValue();
          assertFalse(name.startsWith("on") || name.equals("src") || name.endsWith("href"), name);
          assertTrue(name.startsWith("xmlns") || !value.contains("//"), name + "=" + value);
        }
      }
      String style = texts(page, "style").get(0);
      assertFalse(Pattern.compile("@import|url\\(|[<>&]").matcher(style).find(), "style sheet");
    }
  }

  @Test
  @DisplayName("has pictures that are named, scale with their place and say how to be read")
  void hasAccessiblePictures() throws Exception {
    Document page = parse(HtmlReport.render(SampleReports.languageModel()));
    NodeList pictures = page.getElementsByTagName("svg");
    assertEquals(2, pictures.getLength(), "a wide and a narrow one");
    for (int i = 0; i < pictures.getLength(); i++) {
      Element picture = (Element) pictures.item(i);
      assertEquals("img", picture.getAttribute("role"));
      assertTrue(picture.getAttribute("aria-label").startsWith("bits per symbol by epoch"));
      assertEquals(picture.getAttribute("aria-label"), texts(picture, "title").get(0));
      assertFalse(picture.getAttribute("viewBox").isEmpty());
      assertFalse(picture.hasAttribute("width") || picture.hasAttribute("height"));
      List<String> words = texts(picture, "text");
      assertTrue(words.containsAll(List.of("epoch", "bits per symbol", "12")), words.toString());
      assertTrue(words.contains("Kneser–Ney order 5: 1.5811"), words.toString());
      assertFalse(words.contains("uniform over 99 symbols: 6.6294"), "would squeeze the curve");
    }
    String caption = texts(page, "figcaption").get(0);
    assertTrue(caption.startsWith("How to read it: lower is better"), caption);
    assertTrue(
        caption.endsWith("2 floors lie far beyond the curve and only in the table of floors."));
    assertEquals(List.of("training", "validation", "floors"), texts(page, "li"));
  }

  @Test
  @DisplayName("leaves every colour of a picture to the style sheet, for light, dark and paper")
  void leavesColoursToTheStyleSheet() throws Exception {
    String html = HtmlReport.render(SampleReports.languageModel());
    for (String color : List.of("ink", "grid", "train", "validation", "floor")) {
      assertTrue(html.contains("\"var(--" + color + ")\""), color);
      assertEquals(
          2, html.split("\n *--" + color + ": #", -1).length - 1, color + " twice defined");
    }
    assertFalse(html.contains("rgb("), "a colour of its own");
    assertTrue(html.contains("prefers-color-scheme: dark") && html.contains("@media print"));
  }

  @Test
  @DisplayName("gives every identifier once and refers to none that is missing")
  void hasUniqueIdentifiers() throws Exception {
    String html = HtmlReport.render(SampleReports.classifier()); // two curves, two shapes each
    Set<String> ids = new HashSet<>();
    for (Element element : elements(parse(html))) {
      if (element.hasAttribute("id")) {
        assertTrue(ids.add(element.getAttribute("id")), element.getAttribute("id"));
      }
    }
    Matcher references = Pattern.compile("url\\(#([^)]*)\\)").matcher(html);
    int found = 0;
    while (references.find()) {
      assertTrue(ids.contains(references.group(1)), references.group());
      found++;
    }
    assertTrue(found > 0);
  }

  @Test
  @DisplayName("lists a long training thinned, with the best and the last epoch")
  void thinsLongTables() throws Exception {
    Document page = parse(HtmlReport.render(SampleReports.classifier()));
    Element table = (Element) page.getElementsByTagName("tbody").item(0);
    int rows = table.getElementsByTagName("tr").getLength();
    assertTrue(rows >= 25 && rows <= 32, rows + " rows");
    Element best = row(page, "48");
    assertEquals("best", best.getAttribute("class"));
    assertNotNull(row(page, "200"));
    assertTrue(
        texts(page, "p")
            .contains(
                "The best epoch is printed bold. One epoch in 7 is listed, the best and the last."));
  }

  @Test
  @DisplayName("says why a picture is missing and keeps its numbers")
  void survivesAPictureThatCannotBeDrawn() throws Exception {
    List<LearningCurve.Point> points = List.of(new LearningCurve.Point(1, 2.5, 3.5));
    Page page = new Page();
    page.root().setAttribute("lang", "en");
    Picture.Pen broken = // what Java throws on a machine without fontconfig
        (document, chart, width, height, id, name) -> {
          throw new NoClassDefFoundError("Could not initialize class sun.font.FontConfigManager");
        };
    new CurveSection(new LearningCurve("nats", "round", true, points), List.of(), broken)
        .addTo(page, page.add(page.root(), "main"), 1);
    Document written = parse(page.html());
    assertEquals(0, written.getElementsByTagName("svg").getLength());
    assertEquals(0, written.getElementsByTagName("figure").getLength());
    assertTrue(texts(written, "p").get(0).startsWith("The picture could not be drawn (java.lang."));
    assertTrue(texts(written, "td").containsAll(List.of("2.5000", "3.5000")));
  }

  @Test
  @DisplayName("draws a single epoch, equal values and a diverged training")
  void drawsUnusualCurves() throws Exception {
    List<List<LearningCurve.Point>> curves =
        List.of(
            List.of(new LearningCurve.Point(1, 2, 2)),
            List.of(new LearningCurve.Point(1, 0, 0), new LearningCurve.Point(2, 0, 0)),
            List.of(
                new LearningCurve.Point(1, 3, Double.NaN),
                new LearningCurve.Point(2, Double.POSITIVE_INFINITY, Double.NaN)),
            List.of(new LearningCurve.Point(1, Double.NaN, Double.NaN)));
    for (List<LearningCurve.Point> points : curves) {
      ReportContent content =
          new ReportContent("t", "s")
              .curve(new LearningCurve("nats", "round", true, points))
              .floors(new FloorComparison("nats", true, 2, List.of(new Floor("floor", 1.5))));
      assertEquals(
          2,
          parse(HtmlReport.render(content)).getElementsByTagName("svg").getLength(),
          points.toString());
    }
  }

  @Test
  @DisplayName("tells what diverged and was got over, thirty sentences at most")
  void tellsWhatDiverged() throws Exception {
    List<String> all = new ArrayList<>(List.of("first", "second", "worker 3: loss NaN"));
    all.addAll(Collections.nCopies(40, "again"));
    ReportContent content =
        new ReportContent("t", "s").divergences("41 minibatches were left out.", all);
    Document page = parse(HtmlReport.render(content));
    assertTrue(texts(page, "h2").contains("What diverged"));
    assertTrue(
        texts(page, "p")
            .containsAll(List.of("41 minibatches were left out.", "The first 30 of 43.")),
        texts(page, "p").toString());
    List<String> sentences = texts(page, "li");
    assertEquals(30, sentences.size());
    assertEquals("worker 3: loss NaN", sentences.get(2));
  }

  @Test
  @DisplayName("leaves out what there is nothing to say about")
  void leavesOutEmptyParts() throws Exception {
    Document page = parse(HtmlReport.render(new ReportContent("t", "s")));
    assertEquals(0, page.getElementsByTagName("section").getLength());
    ReportContent noPoints =
        new ReportContent("t", "s").curve(new LearningCurve("nats", "epoch", true, List.of()));
    assertEquals(0, parse(HtmlReport.render(noPoints)).getElementsByTagName("section").getLength());
  }

  @Test
  @DisplayName("gives the same text again, in any locale")
  void repeatsItselfInAnyLocale() {
    Locale locale = Locale.getDefault();
    String html = HtmlReport.render(SampleReports.classifier());
    try {
      Locale.setDefault(Locale.GERMANY); // 0,5 and 12.345
      assertEquals(html, HtmlReport.render(SampleReports.classifier()));
    } finally {
      Locale.setDefault(locale);
    }
  }

  @Test
  @DisplayName("replaces a file as a whole and leaves nothing beside it")
  void writesWholeFiles(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "an older report");
    HtmlReport.write(SampleReports.languageModel(), file);
    assertEquals(HtmlReport.render(SampleReports.languageModel()), Files.readString(file));
    Path occupied = folder.resolve("occupied");
    Files.createDirectories(occupied.resolve("something"));
    assertThrows(
        IOException.class, () -> HtmlReport.write(SampleReports.languageModel(), occupied));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(Set.of(file, occupied), Set.copyOf(files.toList()));
    }
    try (Stream<Path> files = Files.list(occupied)) {
      assertEquals(1, files.count());
    }
  }

  private static List<String> everyReport() {
    return List.of(
        HtmlReport.render(SampleReports.languageModel()),
        HtmlReport.render(SampleReports.classifier()));
  }

  private static Document parse(String html) throws Exception {
    assertTrue(html.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"), html.substring(0, 40));
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setAttribute("http://javax.xml.XMLConstants/property/accessExternalDTD", "");
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> elements(Document page) {
    NodeList nodes = page.getElementsByTagName("*");
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document page, String name) {
    return texts(page.getDocumentElement(), name);
  }

  private static List<String> texts(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  /** The table row of that name. */
  private static Element row(Document page, String name) {
    NodeList headers = page.getElementsByTagName("th");
    for (int i = 0; i < headers.getLength(); i++) {
      if (headers.item(i).getTextContent().equals(name)) {
        return (Element) headers.item(i).getParentNode();
      }
    }
    throw new AssertionError("no row " + name);
  }
}
