package org.keepgate.spark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.analysis.GateStatistics;
import org.keepgate.analysis.GradientFlow;
import org.keepgate.evaluation.ClassMetrics;
import org.w3c.dom.Element;

/**
 * What a report says, as plain data: the caller fills it in, {@link HtmlReport} lays it out.
 *
 * <p>A part that is left empty does not appear. Options and provenance are shown as they print;
 * figures are rounded to five significant digits.
 */
public final class ReportContent {
  private final String title;
  private final String summary;
  private final List<LearningCurve> curves = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final List<FloorComparison> comparisons = new ArrayList<>();
  private final Map<String, Object> metrics = new LinkedHashMap<>();
  private final List<ClassFigures> classes = new ArrayList<>();
  private final Map<String, Object> options = new LinkedHashMap<>();
  private final Map<String, Object> provenance = new LinkedHashMap<>();
  private @Nullable String command;
  private @Nullable Sample sample;
  private @Nullable Divergences divergences;
  private @Nullable Rounds rounds;

  /** A text that the model wrote after the given beginning. */
  record Sample(String prime, String text) {}

  /** One class of a classifier. */
  record ClassFigures(String name, ClassMetrics metrics) {}

  /** What diverged and was got over: in short, and each in a sentence. */
  record Divergences(String summary, List<String> sentences) {}

  /** What the rounds of several workers have cost: in short, and by name. */
  record Rounds(String summary, Map<String, Object> costs) {}

  /** {@code summary}: one sentence that a reader in a hurry may stop after. */
  public ReportContent(String title, String summary) {
    this.title = title;
    this.summary = summary;
  }

  /** Adds a picture and its table; floors of the same measure become its horizontal lines. */
  public ReportContent curve(LearningCurve curve) {
    curves.add(curve);
    return this;
  }

  /** Adds what the gates do: saturation, activations and memory, layer by layer. */
  public ReportContent gates(GateStatistics gates) {
    sections.add(new GateSection(gates));
    return this;
  }

  /**
   * Adds how far errors reach back in time.
   *
   * @param bounds of each layer the factor by which errors may grow a step at most; NaN = none
   */
  public ReportContent errorFlow(GradientFlow flow, double[] bounds) {
    sections.add(new ErrorFlowSection(flow, bounds.clone()));
    return this;
  }

  /** Adds lines to compare. */
  public ReportContent lines(Lines lines) {
    sections.add(new LinesSection(lines));
    return this;
  }

  /** Adds samples to compare. */
  public ReportContent distributions(Distributions samples) {
    sections.add(new DistributionsSection(samples));
    return this;
  }

  /** Adds groups to compare, as bars. */
  public ReportContent bars(Bars bars) {
    sections.add(new BarsSection(bars));
    return this;
  }

  /** Adds a text coloured by the activity of a unit. */
  public ReportContent unitText(UnitText text) {
    sections.add(new UnitTextSection(text));
    return this;
  }

  /** Adds the activities of units under the signal that the network reads. */
  public ReportContent unitTraces(UnitTraces traces) {
    sections.add(new UnitTracesSection(traces));
    return this;
  }

  /** Adds a table. */
  public ReportContent table(NumberTable table) {
    sections.add(
        (page, main, number) -> {
          Element section = page.add(main, "section");
          page.add(section, "h2", table.title());
          page.add(section, "p", table.words());
          Element body = page.table(section, true, table.headers().toArray(String[]::new));
          for (List<String> row : table.rows()) {
            page.row(body, true, row.get(0), row.subList(1, row.size()));
          }
        });
    return this;
  }

  /** Adds the final figure of a measure beside its floors. */
  public ReportContent floors(FloorComparison comparison) {
    comparisons.add(comparison);
    return this;
  }

  /** Adds final figures, by name and in this order. */
  public ReportContent metrics(Map<String, ?> more) {
    metrics.putAll(more);
    return this;
  }

  /** Adds a row of the table of classes. */
  public ReportContent classFigures(String name, ClassMetrics figures) {
    classes.add(new ClassFigures(name, figures));
    return this;
  }

  /** Sets what diverged and was got over: in short, and each in a sentence. */
  public ReportContent divergences(String words, List<String> sentences) {
    divergences = new Divergences(words, List.copyOf(sentences));
    return this;
  }

  /** Sets what the rounds of several workers have cost: in short, and by name, in this order. */
  public ReportContent rounds(String words, Map<String, ?> costs) {
    rounds = new Rounds(words, new LinkedHashMap<>(costs));
    return this;
  }

  /** Sets the text that the model wrote. */
  public ReportContent sample(String prime, String text) {
    sample = new Sample(prime, text);
    return this;
  }

  /** Adds options that the model was trained with, by name and in this order. */
  public ReportContent options(Map<String, ?> more) {
    options.putAll(more);
    return this;
  }

  /** Adds where the model comes from: data fingerprint, versions, machine, workers … */
  public ReportContent provenance(Map<String, ?> more) {
    provenance.putAll(more);
    return this;
  }

  /** Sets the words that repeat the run. */
  public ReportContent command(String words) {
    command = words;
    return this;
  }

  String title() {
    return title;
  }

  String summary() {
    return summary;
  }

  List<LearningCurve> curves() {
    return curves;
  }

  List<Section> sections() {
    return sections;
  }

  List<FloorComparison> comparisons() {
    return comparisons;
  }

  Map<String, Object> metrics() {
    return metrics;
  }

  List<ClassFigures> classes() {
    return classes;
  }

  @Nullable Rounds rounds() {
    return rounds;
  }

  @Nullable Divergences divergences() {
    return divergences;
  }

  Map<String, Object> options() {
    return options;
  }

  Map<String, Object> provenance() {
    return provenance;
  }

  @Nullable String command() {
    return command;
  }

  @Nullable Sample sample() {
    return sample;
  }
}
