package org.keepgate.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.keepgate.analysis.Floor;
import org.w3c.dom.Element;

/** The part of a report that shows one learning curve: picture, how to read it, numbers. */
final class CurveSection implements Section {
  private static final int MOST_ROWS = 30;

  private final LearningCurve curve;
  private final LearningCurveChart chart;
  private final int floorsLeftOut;
  private final Picture.Pen pen;

  CurveSection(LearningCurve curve, List<Floor> floors, Picture.Pen pen) {
    this.pen = pen;
    this.curve = curve;
    this.chart = new LearningCurveChart(curve, floors, ChartColor::drawn);
    this.floorsLeftOut = floors.size() - chart.shownFloors().size();
  }

  @Override
  public void addTo(Page page, Element main, int number) {
    Element section = page.add(main, "section");
    page.add(section, "h2", "Learning curve: " + curve.measure());
    String name =
        curve.measure() + " by " + curve.progressName() + "; the table below has the numbers";
    new Picture(chart::chart, legend(), name, howToRead())
        .addTo(page, section, "curve" + number, pen);
    addTable(page, section);
  }

  private List<Picture.Entry> legend() {
    List<Picture.Entry> legend = new ArrayList<>();
    if (curve.hasTraining()) {
      legend.add(new Picture.Entry("training", "train"));
    }
    if (curve.hasValidation()) {
      legend.add(new Picture.Entry("validation", "validation"));
    }
    if (!chart.shownFloors().isEmpty()) {
      legend.add(new Picture.Entry("floors", "floor"));
    }
    return legend;
  }

  private String howToRead() {
    StringBuilder text = new StringBuilder("How to read it: ");
    text.append(curve.lowerIsBetter() ? "lower" : "higher").append(" is better; ");
    if (curve.hasTraining() && curve.hasValidation()) {
      text.append("the thick line is measured on data that the network did not train on")
          .append(
              ", and when it turns away while the thin one goes on, the network learns by heart");
    } else {
      text.append("a line that is still ").append(curve.lowerIsBetter() ? "falling" : "rising");
      text.append(" at its end asks for a longer training");
    }
    if (!chart.shownFloors().isEmpty()) {
      text.append("; a dashed line is what a method without a network reaches");
    }
    text.append('.');
    if (floorsLeftOut > 0) {
      text.append(' ')
          .append(floorsLeftOut == 1 ? "One floor lies" : floorsLeftOut + " floors lie")
          .append(" far beyond the curve and only in the table of floors.");
    }
    return text.toString();
  }

  private void addTable(Page page, Element section) {
    int best = curve.best();
    List<LearningCurve.Point> points = curve.points();
    int stride = Math.max(1, (points.size() + MOST_ROWS - 1) / MOST_ROWS);
    List<String> headers = new ArrayList<>(List.of(curve.progressName()));
    if (curve.hasTraining()) {
      headers.add("training");
    }
    if (curve.hasValidation()) {
      headers.add("validation");
    }
    Figures.Column figures = Figures.column(values());
    Element body = page.table(section, true, headers.toArray(String[]::new));
    for (int i = 0; i < points.size(); i++) {
      if (i % stride == 0 || i == best || i == points.size() - 1) {
        addRow(page, body, figures, points.get(i), i == best);
      }
    }
    String note = "The best " + curve.progressName() + " is printed bold.";
    if (stride > 1) {
      note +=
          " One " + curve.progressName() + " in " + stride + " is listed, the best and the last.";
    }
    page.add(section, "p", note).setAttribute("class", "note");
  }

  private double[] values() {
    return curve.points().stream()
        .flatMapToDouble(point -> DoubleStream.of(point.train(), point.validation()))
        .toArray();
  }

  private void addRow(
      Page page, Element body, Figures.Column figures, LearningCurve.Point point, boolean isBest) {
    List<String> cells = new ArrayList<>();
    if (curve.hasTraining()) {
      cells.add(figures.of(point.train()));
    }
    if (curve.hasValidation()) {
      cells.add(figures.of(point.validation()));
    }
    Element row = page.row(body, true, Figures.of(point.progress()), cells);
    if (isBest) {
      row.setAttribute("class", "best");
    }
  }
}
