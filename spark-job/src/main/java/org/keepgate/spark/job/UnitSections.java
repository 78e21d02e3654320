package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.keepgate.analysis.unit.Excerpt;
import org.keepgate.analysis.unit.TextFeatures;
import org.keepgate.analysis.unit.UnitScore;
import org.keepgate.analysis.unit.UnitSearch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.report.NumberTable;
import org.keepgate.spark.report.ReportContent;
import org.keepgate.spark.report.UnitText;
import org.keepgate.spark.report.UnitTraces;

/**
 * What single units tell: a table of the best ones, and pictures of some and of those asked for.
 */
final class UnitSections {
  private static final int PICTURES = 3; // of units found; every unit asked for gets one
  private static final int TRACES = 4;

  private final LoadedModel loaded;
  private final CloseUp closeUp;
  private final UnitSearch search;
  private final UnitName names;
  private final List<String> inputNames;
  private final List<UnitScore> best = new ArrayList<>(); // of each feature, the best told first

  UnitSections(LoadedModel loaded, CloseUp closeUp, List<String> inputNames) {
    this.loaded = loaded;
    this.closeUp = closeUp;
    this.search = closeUp.look().units();
    this.names = new UnitName(loaded.model().spec());
    this.inputNames = inputNames;
    for (int feature = 0; feature < search.features().size(); feature++) {
      best.addAll(search.best(feature, 1));
    }
    best.sort(
        Comparator.comparingDouble(UnitScore::heldOut)
            .reversed()
            .thenComparingInt(UnitScore::feature));
  }

  /** A sentence for the terminal; none where no feature could be searched. */
  List<String> sentences() {
    return best.isEmpty()
        ? List.of()
        : List.of(
            "unit "
                + names.of(best.get(0).unit())
                + " tells best: "
                + told(best.get(0))
                + ", AUC "
                + two(best.get(0).heldOut())
                + " on steps held out");
  }

  /** For machines. */
  List<Map<String, Object>> figures() {
    return best.stream().map(this::figures).toList();
  }

  private Map<String, Object> figures(UnitScore score) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("feature", told(score));
    figures.put("unit", names.of(score.unit()));
    figures.put("correlation", score.correlation());
    figures.put("auc", score.heldOut());
    figures.put("accuracy", score.accuracy());
    return figures;
  }

  /**
   * Adds the table and the pictures.
   *
   * @param asked for by the user, numbers over all layers
   */
  void addTo(ReportContent content, List<Integer> asked) {
    if (!best.isEmpty()) {
      content.table(
          new NumberTable(
              "Units: what single ones tell",
              "For each feature of a place the unit that tells it best, chosen on one half of "
                  + Figures.count(search.seen())
                  + " steps and judged on the other: AUC ½ is chance, 1 is certainty. Units are"
                  + " LAYER:UNIT; their activity is tanh of what the cell remembers, or its output"
                  + " where that is the memory.",
              List.of("feature", "unit", "correlation", "AUC held out", "accuracy held out"),
              best.stream().map(this::row).toList()));
    }
    if (loaded.encoding().symbols() == null) {
      addTraces(content, asked);
    } else {
      best.stream().limit(PICTURES).forEach(score -> addText(content, score));
      asked.forEach(unit -> addText(content, unit));
    }
  }

  private List<String> row(UnitScore score) {
    return List.of(
        told(score),
        names.of(score.unit()),
        two(score.correlation()),
        two(score.heldOut()),
        two(score.accuracy()));
  }

  private String told(UnitScore score) {
    return search.features().name(score.feature());
  }

  private static String two(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "–";
  }

  private void addText(ReportContent content, UnitScore score) {
    addText(
        content,
        score.unit(),
        "Unit " + names.of(score.unit()) + ": " + told(score),
        "The unit that tells it best, where it changes; AUC "
            + two(score.heldOut())
            + " on steps held out.",
        closeUp.look().excerpts().of(score.feature()));
  }

  private void addText(ReportContent content, int unit) {
    List<UnitScore> tells = search.of(unit);
    addText(
        content,
        unit,
        "Unit " + names.of(unit),
        tells.isEmpty()
            ? "A unit that was asked for."
            : "A unit that was asked for; of the features it tells best: "
                + told(tells.get(0))
                + ", AUC "
                + two(tells.get(0).heldOut())
                + " on steps held out.",
        closeUp.look().excerpts().first());
  }

  private void addText(
      ReportContent content, int unit, String title, String words, Excerpt excerpt) {
    Vocabulary vocabulary = loaded.encoding().symbols();
    if (vocabulary == null || excerpt.steps() == 0) {
      return;
    }
    int[] symbols = CloseUp.symbolsOf(closeUp.sequences().get(excerpt.sequence()));
    String between = TextFeatures.areWords(vocabulary) ? " " : "";
    List<String> shown = new ArrayList<>();
    for (int step = 0; step < excerpt.steps(); step++) {
      shown.add(vocabulary.symbol(symbols[excerpt.from() + step]) + between);
    }
    content.unitText(new UnitText(title, words, shown, activity(excerpt, unit)));
  }

  private static List<Float> activity(Excerpt excerpt, int unit) {
    return IntStream.range(0, excerpt.steps())
        .mapToObj(step -> excerpt.activity(step, unit))
        .toList();
  }

  /** The best units, and those asked for, under the first input value. */
  private void addTraces(ReportContent content, List<Integer> asked) {
    Excerpt excerpt = closeUp.look().excerpts().first();
    List<Integer> units = new ArrayList<>(asked);
    best.stream()
        .limit(TRACES)
        .map(UnitScore::unit)
        .filter(u -> !units.contains(u))
        .forEach(
            unit -> {
              if (!units.contains(unit)) {
                units.add(unit);
              }
            });
    float[] features = closeUp.sequences().get(excerpt.sequence()).features();
    if (units.isEmpty() || features == null || excerpt.steps() < 2) {
      return;
    }
    content.unitTraces(
        new UnitTraces(
            "Units under the signal",
            "The longest of the sequences looked at, from its beginning, and units that tell most"
                + " or were asked for.",
            inputNames.get(0),
            signal(excerpt, features),
            units.stream().map(names::of).toList(),
            units.stream().map(unit -> activity(excerpt, unit)).toList()));
  }

  /** The first input value, in the units of the data. */
  private List<Float> signal(Excerpt excerpt, float[] features) {
    Sequence sequence = closeUp.sequences().get(excerpt.sequence());
    Standardizer units = loaded.encoding().inputs();
    double scale = units == null ? 1 : units.scale(0);
    double mean = units == null ? 0 : units.mean(0);
    return IntStream.range(excerpt.from(), excerpt.from() + excerpt.steps())
        .mapToObj(step -> (float) (features[step * sequence.featureSize()] * scale + mean))
        .toList();
  }
}
