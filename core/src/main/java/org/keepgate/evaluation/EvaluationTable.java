package org.keepgate.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keepgate.sequence.TargetKind;

/** An {@link Evaluation} as a table of plain text, for a terminal. */
public final class EvaluationTable {
  /** More rows than this are left out, and the table says how many. */
  private static final int MAX_ROWS = 50;

  private EvaluationTable() {}

  /**
   * The table, its lines ended by \n.
   *
   * @param names of the classes or outputs, in order; where there are none, their numbers
   */
  public static String of(Evaluation evaluation, List<String> names) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Double> metric : evaluation.metrics().entrySet()) {
      line(text, "%-16s %14s%n", metric.getKey(), number(metric.getValue()));
    }
    line(text, "%-16s %14d%n", "targets", evaluation.targetCount());
    TargetKind kind = evaluation.sums().kind();
    if (kind == TargetKind.CLASS && !evaluation.perClass().isEmpty()) {
      classes(text, "class", "classes", evaluation, names);
    } else if (kind == TargetKind.LABELS) {
      classes(text, "label", "labels", evaluation, names);
    } else if (kind == TargetKind.VALUES && evaluation.sums().outputSize() > 1) {
      outputs(text, evaluation, names);
    }
    return text.toString();
  }

  private static void classes(
      StringBuilder text, String title, String titles, Evaluation evaluation, List<String> names) {
    List<ClassMetrics> classes = evaluation.perClass();
    int shown = Math.min(MAX_ROWS, classes.size());
    int width = width(title, names, shown);
    String format = "%-" + width + "s %10s %10s %10s %10s%n";
    text.append('\n');
    line(text, format, title, "precision", "recall", "f1", "support");
    for (int i = 0; i < shown; i++) {
      ClassMetrics figures = classes.get(i);
      line(
          text,
          format,
          Evaluation.name(names, i),
          number(figures.precision()),
          number(figures.recall()),
          number(figures.f1()),
          Long.toString(figures.support()));
    }
    leftOut(text, classes.size() - shown, titles);
  }

  private static void outputs(StringBuilder text, Evaluation evaluation, List<String> names) {
    int outputs = evaluation.sums().outputSize();
    int shown = Math.min(MAX_ROWS, outputs);
    int width = width("output", names, shown);
    String format = "%-" + width + "s %14s %14s %10s%n";
    text.append('\n');
    line(text, format, "output", "rmse", "mae", "targets");
    for (int k = 0; k < shown; k++) {
      line(
          text,
          format,
          Evaluation.name(names, k),
          number(evaluation.rmse(k)),
          number(evaluation.mae(k)),
          Long.toString(evaluation.valueCount(k)));
    }
    leftOut(text, outputs - shown, "outputs");
  }

  private static void leftOut(StringBuilder text, int count, String what) {
    if (count > 0) {
      line(text, "… and %d more %s%n", count, what);
    }
  }

  private static int width(String title, List<String> names, int shown) {
    int width = title.length();
    for (int i = 0; i < shown; i++) {
      width = Math.max(width, Evaluation.name(names, i).length());
    }
    return width;
  }

  private static String number(double value) {
    double size = Math.abs(value);
    boolean plain = size == 0 || (size >= 1e-3 && size < 1e7) || !Double.isFinite(value);
    return String.format(Locale.ROOT, plain ? "%.4f" : "%.4e", value);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
  }
}
