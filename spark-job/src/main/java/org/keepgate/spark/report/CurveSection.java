package org.keepgate.spark.report;

import java.awt.AWTError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.chart.JFreeChart;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The part of a report that shows one learning curve: picture, how to read it, numbers. */
final class CurveSection {
  private static final int MOST_ROWS = 30;

  /** A shape of the picture; style sheet and window decide which one is seen. */
  private enum Shape {
    WIDE(860, 400),
    NARROW(360, 320);

    private final int width;
    private final int height;

    Shape(int width, int height) {
      this.width = width;
      this.height = height;
    }

    String styleClass() {
      return this == WIDE ? "wide" : "narrow";
    }
  }

  /** Makes a picture of a chart: {@link SvgDrawing#draw}. */
  interface Pen {
    Element draw(Document page, JFreeChart chart, int width, int height, String id, String name);
  }

  private final Page page;
  private final LearningCurve curve;
  private final LearningCurveChart chart;
  private final int floorsLeftOut;
  private final Pen pen;

  CurveSection(Page page, LearningCurve curve, List<Floor> floors, Pen pen) {
    this.pen = pen;
    this.page = page;
    this.curve = curve;
    this.chart = new LearningCurveChart(curve, floors, ChartColor::drawn);
    this.floorsLeftOut = floors.size() - chart.shownFloors().size();
  }

  /** {@code number}: the picture's in the report, from 1. */
  void addTo(Element main, int number) {
    Element section = page.add(main, "section");
    page.add(section, "h2", "Learning curve: " + curve.measure());
    List<Element> drawings = new ArrayList<>();
    String failure = draw(number, drawings);
    if (failure == null) {
      Element figure = page.add(section, "figure");
      addLegend(figure);
      drawings.forEach(figure::appendChild);
      page.add(figure, "figcaption", howToRead());
    } else {
      page.add(section, "p", failure).setAttribute("class", "note");
    }
    addTable(section);
  }

  /** Returns why there is no picture, or null: a report must not be lost for want of a font. */
  private @Nullable String draw(int number, List<Element> into) {
    String name =
        curve.measure() + " by " + curve.progressName() + "; the table below has the numbers";
    try {
      for (Shape shape : Shape.values()) {
        String id = "curve" + number + shape.styleClass();
        Element svg =
            pen.draw(
                page.document(),
                chart.chart(shape.width, shape.height),
                shape.width,
                shape.height,
                id,
                name);
        svg.setAttribute("class", shape.styleClass());
        into.add(svg);
      }
      return null;
    } catch (RuntimeException | AWTError | LinkageError e) {
      return "The picture could not be drawn ("
          + e
          + "): Java needs fontconfig, freetype and one font on this machine, and"
          + " -Djava.awt.headless=true where DISPLAY names a screen that is not there. The table has"
          + " the numbers.";
    }
  }

  private void addLegend(Element figure) {
    Element legend = page.add(figure, "ul");
    legend.setAttribute("class", "legend");
    if (curve.hasTraining()) {
      page.add(legend, "li", "training").setAttribute("class", "train");
    }
    if (curve.hasValidation()) {
      page.add(legend, "li", "validation").setAttribute("class", "validation");
    }
    if (!chart.shownFloors().isEmpty()) {
      page.add(legend, "li", "floors").setAttribute("class", "floor");
    }
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

  private void addTable(Element section) {
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
        addRow(body, figures, points.get(i), i == best);
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
      Element body, Figures.Column figures, LearningCurve.Point point, boolean isBest) {
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
