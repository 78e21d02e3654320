package org.keepgate.spark.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.keepgate.analysis.Floor;

/** Draws a learning curve with its floors as dashed, labelled lines. */
final class LearningCurveChart {
  private static final int AXIS_WIDTH = 45; // ticks beside the plot, roughly
  private static final int AXIS_HEIGHT = 70; // titles and ticks above and below it
  private static final int MOST_DRAWN = 400; // points of a line; more cannot be told apart
  private static final int MOST_DOTS = 40;

  private final LearningCurve curve;
  private final List<Floor> floors; // those that the picture shows, lowest value first
  private final Range range;
  private final Function<ChartColor, Color> colors;
  private final ChartStyle style;

  /**
   * @param colors what each colour is drawn with
   */
  LearningCurveChart(LearningCurve curve, List<Floor> floors, Function<ChartColor, Color> colors) {
    this.curve = curve;
    this.colors = colors;
    this.style = new ChartStyle(colors);
    Range drawn = drawnRange(curve);
    this.floors =
        floors.stream()
            .filter(floor -> fits(floor.value(), drawn))
            .sorted(Comparator.comparingDouble(Floor::value))
            .toList();
    this.range = withFloors(drawn);
  }

  /** The floors that the picture shows: those far on the worse side would squeeze the curve. */
  List<Floor> shownFloors() {
    return floors;
  }

  JFreeChart chart(int width, int height) {
    XYPlot plot = new XYPlot(lines(), progressAxis(), measureAxis(), renderer());
    style.apply(plot);
    for (Floor floor : floors) {
      BasicStroke dashes =
          new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes(), 0);
      plot.addRangeMarker(new ValueMarker(floor.value(), colors.apply(ChartColor.FLOOR), dashes));
    }
    Range progress = plot.getDomainAxis().getRange();
    new FloorLabels(curve, progress, range, width - AXIS_WIDTH, height - AXIS_HEIGHT)
        .place(floors, ChartStyle.TICKS, colors.apply(ChartColor.FLOOR))
        .forEach(plot::addAnnotation);
    return style.chart(curve.measure(), plot);
  }

  private static float[] dashes() {
    return new float[] {6, 4};
  }

  private XYSeriesCollection lines() {
    XYSeriesCollection lines = new XYSeriesCollection();
    lines.addSeries(line("training", LearningCurve.Point::train));
    lines.addSeries(line("validation", LearningCurve.Point::validation));
    return lines;
  }

  private XYSeries line(String name, ToDoubleFunction<LearningCurve.Point> value) {
    List<LearningCurve.Point> taken = new ArrayList<>();
    for (LearningCurve.Point point : curve.points()) {
      if (Double.isFinite(value.applyAsDouble(point))) {
        taken.add(point);
      }
    }
    XYSeries series = new XYSeries(name);
    int stride = (taken.size() + MOST_DRAWN - 1) / MOST_DRAWN;
    for (int i = taken.size() - 1; i >= 0; i -= Math.max(1, stride)) { // the last one always
      series.add(taken.get(i).progress(), value.applyAsDouble(taken.get(i)));
    }
    return series;
  }

  private XYLineAndShapeRenderer renderer() {
    boolean dots = curve.points().size() <= MOST_DOTS;
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, dots);
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setSeriesPaint(0, colors.apply(ChartColor.TRAIN));
    renderer.setSeriesPaint(1, colors.apply(ChartColor.VALIDATION));
    renderer.setSeriesStroke(0, new BasicStroke(1.4f));
    renderer.setSeriesStroke(1, new BasicStroke(2.4f));
    renderer.setSeriesShape(0, new Ellipse2D.Double(-1.5, -1.5, 3, 3));
    renderer.setSeriesShape(1, new Ellipse2D.Double(-3, -3, 6, 6));
    return renderer;
  }

  private NumberAxis progressAxis() {
    NumberAxis axis = style.axis();
    axis.setLabel(curve.progressName());
    axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
    double first = Double.POSITIVE_INFINITY;
    double last = Double.NEGATIVE_INFINITY;
    for (LearningCurve.Point point : curve.points()) {
      first = Math.min(first, point.progress());
      last = Math.max(last, point.progress());
    }
    double margin = last > first ? (last - first) * 0.02 : 0.5;
    axis.setRange(first - margin, last + margin);
    return axis;
  }

  private NumberAxis measureAxis() {
    NumberAxis axis = style.axis();
    axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    axis.setRange(range);
    return axis;
  }

  /** From the least to the greatest value of the lines. */
  private static Range drawnRange(LearningCurve curve) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (LearningCurve.Point point : curve.points()) {
      for (double value : new double[] {point.train(), point.validation()}) {
        if (Double.isFinite(value)) {
          least = Math.min(least, value);
          greatest = Math.max(greatest, value);
        }
      }
    }
    return least <= greatest ? new Range(least, greatest) : new Range(0, 1);
  }

  /** A better floor always fits; a worse one if it is not half the curve's height beyond it. */
  private boolean fits(double floor, Range drawn) {
    double slack = 0.5 * drawn.getLength() + 1e-9 * Math.abs(drawn.getCentralValue());
    return Double.isFinite(floor)
        && (curve.lowerIsBetter()
            ? floor <= drawn.getUpperBound() + slack
            : floor >= drawn.getLowerBound() - slack);
  }

  private Range withFloors(Range drawn) {
    Range range = drawn;
    for (Floor floor : floors) {
      range = Range.expandToInclude(range, floor.value());
    }
    double margin = range.getLength() > 0 ? 0.06 * range.getLength() : 0.5;
    return new Range(range.getLowerBound() - margin, range.getUpperBound() + margin);
  }
}
