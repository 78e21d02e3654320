package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;
import org.keepgate.spark.report.Distributions;
import org.keepgate.spark.report.NumberTable;
import org.keepgate.spark.report.ReportContent;

/**
 * The trials of several variants on the same data, put together as in the Search Space Odyssey
 * (Greff et al., 2017): a distribution a variant, and whether it differs from the first one.
 *
 * <p>Significance is Welch's t-test on the figures of the seeds, two-sided, times the number of
 * comparisons (Bonferroni).
 */
final class Comparison {
  private static final double SIGNIFICANT = 0.05;
  private static final List<String> HEADERS =
      List.of("cell", "median", "mean", "deviation", "p", "units", "parameters", "seconds");

  /** Columns of the table of figures; the others are costs. */
  private static final int JUDGED = 5;

  private final List<Variant> variants;
  private final List<Trial> trials;
  private final String measure;
  private final boolean lowerIsBetter;

  /**
   * Of all trials, in any order.
   *
   * @param variants the baseline first
   */
  Comparison(List<Variant> variants, List<Trial> trials, String measure, boolean lowerIsBetter) {
    this.variants = List.copyOf(variants);
    this.trials = List.copyOf(trials);
    this.measure = measure;
    this.lowerIsBetter = lowerIsBetter;
  }

  private double[] figures(Variant variant) {
    return trials.stream()
        .filter(trial -> trial.variant().equals(variant) && trial.succeeded())
        .sorted((a, b) -> Long.compare(a.seed(), b.seed()))
        .mapToDouble(Trial::figure)
        .toArray();
  }

  private List<Trial> failures() {
    return trials.stream().filter(trial -> !trial.succeeded()).toList();
  }

  /** p of a variant against the first one, corrected; NaN where it cannot be known. */
  double significance(Variant variant) {
    double[] baseline = figures(variants.get(0));
    double[] own = figures(variant);
    boolean varies = StatUtils.variance(baseline) + StatUtils.variance(own) > 0;
    if (variant.equals(variants.get(0)) || baseline.length < 2 || own.length < 2 || !varies) {
      return Double.NaN;
    }
    return Math.min(1, (variants.size() - 1) * new TTest().tTest(baseline, own));
  }

  /** The best figure of all; NaN where every trial failed. */
  double best() {
    double best = Double.NaN;
    for (Trial trial : trials) {
      boolean better =
          Double.isNaN(best) || (lowerIsBetter ? trial.figure() < best : trial.figure() > best);
      best = trial.succeeded() && better ? trial.figure() : best;
    }
    return best;
  }

  private static List<String> costs(List<String> row) {
    List<String> costs = new ArrayList<>(List.of(row.get(0)));
    costs.addAll(row.subList(JUDGED, row.size()));
    return costs;
  }

  private List<String> row(Variant variant) {
    double[] figures = figures(variant);
    double seconds =
        trials.stream()
            .filter(trial -> trial.variant().equals(variant) && trial.succeeded())
            .mapToDouble(Trial::seconds)
            .average()
            .orElse(Double.NaN);
    return List.of(
        variant.cell(),
        figure(median(figures)),
        figure(StatUtils.mean(figures)),
        figures.length < 2 ? "–" : figure(Math.sqrt(StatUtils.variance(figures))),
        probability(variant),
        String.valueOf(variant.spec().cell().hiddenSize()),
        Figures.count(variant.parameters()),
        figure(seconds));
  }

  private static double median(double[] figures) {
    return StatUtils.percentile(figures, 50);
  }

  private String probability(Variant variant) {
    double p = significance(variant);
    if (variant.equals(variants.get(0))) {
      return "baseline";
    }
    if (Double.isNaN(p)) {
      return "–";
    }
    String words = p < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
    return p < SIGNIFICANT ? words + " *" : words;
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "–" : Figures.measure(value);
  }

  /** For the terminal. */
  String text() {
    List<List<String>> rows = new ArrayList<>(List.of(HEADERS));
    variants.forEach(variant -> rows.add(row(variant)));
    int[] widths = new int[HEADERS.size()];
    for (List<String> row : rows) {
      Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length()));
    }
    StringBuilder text = new StringBuilder(measure + "\n");
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        text.append(
            String.format(i == 0 ? "  %-" + widths[i] + "s" : "  %" + widths[i] + "s", row.get(i)));
      }
      text.append('\n');
    }
    text.append(remark());
    failures().forEach(trial -> text.append('\n').append(failure(trial)));
    return text.toString();
  }

  private String remark() {
    String better = (lowerIsBetter ? "Lower" : "Higher") + " is better. ";
    boolean known = variants.stream().anyMatch(variant -> !Double.isNaN(significance(variant)));
    return better
        + (known
            ? "p: Welch's t-test against "
                + variants.get(0).cell()
                + ", times "
                + (variants.size() - 1)
                + " comparisons; * below "
                + SIGNIFICANT
                + "."
            : "Whether differences are more than chance is not known: it takes at least two seeds"
                + " that differ.");
  }

  private static String failure(Trial trial) {
    return trial.variant().cell() + ", seed " + trial.seed() + ", failed: " + trial.failure();
  }

  /** For machines. */
  Map<String, Object> figures() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Variant variant : variants) {
      Map<String, Object> one = new LinkedHashMap<>();
      double p = significance(variant);
      one.put("cell", variant.cell());
      one.put("hiddenSize", variant.spec().cell().hiddenSize());
      one.put("parameters", variant.parameters());
      one.put("figures", figures(variant));
      one.put("p", Double.isNaN(p) ? null : p);
      all.add(one);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("measure", measure);
    figures.put("variants", all);
    figures.put("failures", failures().stream().map(Comparison::failure).toList());
    return figures;
  }

  /** For people. */
  ReportContent content(String title, String words) {
    ReportContent content = new ReportContent(title, summary());
    Map<String, List<Double>> samples = new LinkedHashMap<>();
    variants.forEach(
        variant -> samples.put(variant.cell(), Arrays.stream(figures(variant)).boxed().toList()));
    content.distributions(
        new Distributions(
            "Distribution by cell",
            "Every cell was trained with the same seeds and settings, and judged on the same held-out"
                + " data.",
            measure,
            "a dot is a training with a seed of its own, the box holds the middle half of them and"
                + " the line in it is the median; boxes that overlap tell nothing apart.",
            samples));
    content.table(
        new NumberTable(
            "Figures",
            remark(),
            HEADERS.subList(0, JUDGED),
            variants.stream().map(variant -> row(variant).subList(0, JUDGED)).toList()));
    content.table(
        new NumberTable(
            "Cost",
            "Seconds are the mean of a training beside the others.",
            costs(HEADERS),
            variants.stream().map(variant -> costs(row(variant))).toList()));
    if (!failures().isEmpty()) {
      content.divergences(
          failures().size() + " of " + trials.size() + " trainings failed.",
          failures().stream().map(Comparison::failure).toList());
    }
    return content.command(words);
  }

  private String summary() {
    List<String> different =
        variants.stream()
            .filter(variant -> significance(variant) < SIGNIFICANT)
            .map(Variant::cell)
            .toList();
    return variants.size()
        + " cells, "
        + trials.size()
        + " trainings on the same data: "
        + (different.isEmpty()
            ? "none differs significantly from "
            : String.join(", ", different)
                + " differ"
                + (different.size() == 1 ? "s" : "")
                + " from ")
        + variants.get(0).cell()
        + ".";
  }
}
