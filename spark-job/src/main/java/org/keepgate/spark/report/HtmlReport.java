package org.keepgate.spark.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.spark.report.ReportContent.ClassFigures;
import org.keepgate.spark.report.ReportContent.Divergences;
import org.keepgate.spark.report.ReportContent.Rounds;
import org.keepgate.spark.report.ReportContent.Sample;
import org.w3c.dom.Element;

/**
 * Lays out a training's report as one HTML file that needs nothing else: no network, no script; for
 * light and dark screens, phones and paper. The same content gives the same text.
 */
public final class HtmlReport {
  private static final int MOST_CLASSES = 60;
  private static final int MOST_DIVERGENCES = 30;

  private final Page page = new Page();
  private final ReportContent content;

  private HtmlReport(ReportContent content) {
    this.content = content;
  }

  /** The report as the text of an HTML file, to be written in UTF-8. */
  public static String render(ReportContent content) {
    return new HtmlReport(content).html();
  }

  /** Writes the report to a file, which appears only when it is whole; an older one is replaced. */
  public static void write(ReportContent content, Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling("." + whole.getFileName() + ".part");
    try {
      Files.writeString(part, render(content), StandardCharsets.UTF_8);
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private String html() {
    page.root().setAttribute("lang", "en");
    addHead();
    Element main = page.add(page.add(page.root(), "body"), "main");
    page.add(main, "h1", content.title());
    page.add(main, "p", content.summary()).setAttribute("class", "summary");
    for (int i = 0; i < content.curves().size(); i++) {
      LearningCurve curve = content.curves().get(i);
      if (!curve.points().isEmpty()) {
        new CurveSection(curve, floorsOf(curve), SvgDrawing::draw).addTo(page, main, i + 1);
      }
    }
    for (int i = 0; i < content.sections().size(); i++) {
      content.sections().get(i).addTo(page, main, i + 1);
    }
    content.comparisons().forEach(comparison -> addFloors(main, comparison));
    addPairs(main, "Final figures", written(content.metrics(), Figures::of), null);
    addClasses(main);
    addDivergences(main);
    addRounds(main);
    addSample(main);
    addPairs(main, "Options", written(content.options(), Figures::copied), null);
    Map<String, String> provenance = written(content.provenance(), Figures::copied);
    addPairs(main, "Where it comes from", provenance, content.command());
    return page.html();
  }

  private void addHead() {
    Element head = page.add(page.root(), "head");
    page.add(head, "meta").setAttribute("charset", "utf-8");
    Element viewport = page.add(head, "meta");
    viewport.setAttribute("name", "viewport");
    viewport.setAttribute("content", "width=device-width, initial-scale=1");
    page.add(head, "title", content.title());
    page.add(head, "style", styleSheet());
  }

  private List<Floor> floorsOf(LearningCurve curve) {
    return content.comparisons().stream()
        .filter(comparison -> comparison.measure().equals(curve.measure()))
        .flatMap(comparison -> comparison.floors().stream())
        .toList();
  }

  private void addFloors(Element main, FloorComparison comparison) {
    Element section = page.add(main, "section");
    page.add(section, "h2", "Floors: " + comparison.measure());
    page.add(section, "p", comparison.verdict());
    Element body = page.table(section, true, "method", comparison.measure(), "the model is");
    double[] values =
        DoubleStream.concat(
                DoubleStream.of(comparison.model()),
                comparison.floors().stream().mapToDouble(Floor::value))
            .toArray();
    Figures.Column figures = Figures.column(values);
    for (Floor floor : comparison.floors()) {
      boolean passes = comparison.passes(floor);
      double difference = Math.abs(comparison.model() - floor.value());
      String words = figures.of(difference) + (passes ? " better" : " worse");
      Element row = page.row(body, true, floor.name(), List.of(figures.of(floor.value()), words));
      ((Element) row.getLastChild()).setAttribute("class", passes ? "number good" : "number bad");
    }
    page.row(body, true, "this model", List.of(figures.of(comparison.model()), "–"))
        .setAttribute("class", "model");
    page.add(section, "p", (comparison.lowerIsBetter() ? "Lower" : "Higher") + " is better.")
        .setAttribute("class", "note");
  }

  private void addClasses(Element main) {
    List<ClassFigures> classes = content.classes();
    if (classes.isEmpty()) {
      return;
    }
    Element section = page.add(main, "section");
    page.add(section, "h2", "By class");
    Element body = page.table(section, true, "class", "targets", "precision", "recall", "F1");
    boolean all = classes.size() <= MOST_CLASSES;
    Comparator<ClassFigures> mostTargets = Comparator.comparingLong(c -> -c.metrics().support());
    (all ? classes.stream() : classes.stream().sorted(mostTargets).limit(MOST_CLASSES))
        .forEach(
            figures ->
                page.row(
                    body,
                    true,
                    figures.name(),
                    List.of(
                        Figures.of(figures.metrics().support()),
                        Figures.of(figures.metrics().precision()),
                        Figures.of(figures.metrics().recall()),
                        Figures.of(figures.metrics().f1()))));
    String note =
        "Precision: the part that is right of what was called so. Recall: the part of the class"
            + " that was found. F1: their harmonic mean.";
    if (!all) {
      note += " The " + MOST_CLASSES + " most frequent of " + classes.size() + " classes.";
    }
    page.add(section, "p", note).setAttribute("class", "note");
  }

  private void addDivergences(Element main) {
    Divergences divergences = content.divergences();
    if (divergences == null) {
      return;
    }
    Element section = page.add(main, "section");
    page.add(section, "h2", "What diverged");
    page.add(section, "p", divergences.summary());
    Element list = page.add(section, "ol");
    List<String> sentences = divergences.sentences();
    sentences.stream().limit(MOST_DIVERGENCES).forEach(one -> page.add(list, "li", one));
    if (sentences.size() > MOST_DIVERGENCES) {
      page.add(section, "p", "The first " + MOST_DIVERGENCES + " of " + sentences.size() + ".")
          .setAttribute("class", "note");
    }
  }

  private void addRounds(Element main) {
    Rounds rounds = content.rounds();
    if (rounds == null) {
      return;
    }
    Element section = page.add(main, "section");
    page.add(section, "h2", "What averaging has cost");
    page.add(section, "p", rounds.summary());
    Element body = page.table(section, true, "of all rounds", "");
    rounds.costs().forEach((name, cost) -> page.row(body, true, name, List.of(Figures.of(cost))));
    page.add(
            section,
            "p",
            "A fall of the loss by an average compares the workers' last minibatches before it with"
                + " their first after it, within an epoch; it is noisy in short rounds.")
        .setAttribute("class", "note");
  }

  private void addSample(Element main) {
    Sample sample = content.sample();
    if (sample == null) {
      return;
    }
    Element section = page.add(main, "section");
    page.add(section, "h2", "What the model writes");
    Element text = page.add(section, "pre");
    if (!sample.prime().isEmpty()) {
      page.add(text, "b", sample.prime());
    }
    page.text(text, sample.text());
    page.add(section, "p", "The marked beginning was given; the rest is drawn symbol by symbol.")
        .setAttribute("class", "note");
  }

  private static Map<String, String> written(
      Map<String, Object> pairs, Function<@Nullable Object, String> how) {
    Map<String, String> written = new LinkedHashMap<>();
    pairs.forEach((name, value) -> written.put(name, how.apply(value)));
    return written;
  }

  private void addPairs(
      Element main, String title, Map<String, String> pairs, @Nullable String command) {
    if (pairs.isEmpty() && command == null) {
      return;
    }
    Element section = page.add(main, "section");
    page.add(section, "h2", title);
    if (!pairs.isEmpty()) {
      Element body = page.table(section, false, "name", "value");
      pairs.forEach((name, value) -> page.row(body, false, name, List.of(value)));
    }
    if (command != null) {
      page.add(section, "p", "The words that repeat this run:");
      page.add(section, "pre", command);
    }
  }

  private static String styleSheet() {
    try (InputStream stream = HtmlReport.class.getResourceAsStream("report.css")) {
      Objects.requireNonNull(stream, "report.css is missing from the jar");
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("report.css cannot be read from the jar", e);
    }
  }
}
