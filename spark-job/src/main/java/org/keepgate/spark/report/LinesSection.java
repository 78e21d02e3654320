package org.keepgate.spark.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Element;

/** The part of a report that compares lines: picture and table. */
final class LinesSection implements Section {
  private static final double LEAST_SHOWN = 1e-12; // of the largest value
  private static final int MOST_ROWS = 20;
  private static final ChartColor[] COLORS = {
    ChartColor.TRAIN, ChartColor.VALIDATION, ChartColor.INK, ChartColor.FLOOR
  };
  private static final String[] STYLES = {"train", "validation", "ink", "floor"};

  private final Lines lines;
  private final ChartStyle style = new ChartStyle(ChartColor::drawn);

  LinesSection(Lines lines) {
    this.lines = lines;
  }

  @Override
  public void addTo(Page page, Element main, int number) {
    Element section = page.add(main, "section");
    page.add(section, "h2", lines.title());
    page.add(section, "p", lines.words());
    List<Picture.Entry> legend = new ArrayList<>();
    for (String name : lines.values().keySet()) {
      legend.add(new Picture.Entry(name, STYLES[legend.size()]));
    }
    new Picture(
            (width, height) -> chart(),
            legend,
            lines.measure() + " by " + lines.progress() + "; the table below has the numbers",
            "How to read it: " + lines.howToRead())
        .addTo(page, section, "lines" + number);
    addTable(page, section);
  }

  private JFreeChart chart() {
    XYSeriesCollection all = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    int longest = 2;
    for (double[] values : lines.values().values()) {
      longest = Math.max(longest, values.length);
      for (double value : values) {
        largest = Math.max(largest, value);
        smallest = value > 0 ? Math.min(smallest, value) : smallest;
      }
    }
    for (Map.Entry<String, double[]> line : lines.values().entrySet()) {
      int index = all.getSeriesCount();
      XYSeries series = new XYSeries(line.getKey());
      for (int i = 0; i < line.getValue().length; i++) {
        double value = line.getValue()[i];
        if (!lines.logarithmic() || value > largest * LEAST_SHOWN) {
          series.add(i + 1, value);
        }
      }
      all.addSeries(series);
      renderer.setSeriesPaint(index, style.color(COLORS[index]));
      renderer.setSeriesStroke(
          index,
          COLORS[index] == ChartColor.FLOOR
              ? new BasicStroke(
                  1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0)
              : new BasicStroke(2));
    }
    NumberAxis progress = style.axis();
    progress.setLabel(lines.progress());
    progress.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    progress.setRange(1, longest);
    XYPlot plot = new XYPlot(all, progress, axis(smallest, largest), renderer);
    style.apply(plot);
    return style.chart(lines.measure(), plot);
  }

  private ValueAxis axis(double smallest, double largest) {
    double top = largest > 0 ? largest : 1;
    if (lines.logarithmic()) {
      return style.logAxis(Math.max(Math.min(smallest, top), top * LEAST_SHOWN), top);
    }
    NumberAxis axis = style.axis();
    axis.setRange(0, 1.05 * top);
    return axis;
  }

  /** Each value of short lines; of long ones 1, 2, 5, 10, 20, 50 … */
  private void addTable(Page page, Element section) {
    List<String> headers = new ArrayList<>(List.of(lines.progress()));
    headers.addAll(lines.values().keySet());
    Element body = page.table(section, true, headers.toArray(String[]::new));
    int longest =
        lines.values().values().stream().mapToInt(values -> values.length).max().orElse(0);
    for (int place = 1; place <= longest; place = next(place, longest)) {
      List<String> cells = new ArrayList<>();
      for (double[] values : lines.values().values()) {
        cells.add(place <= values.length ? Figures.of(values[place - 1]) : "–");
      }
      page.row(body, true, Figures.of(place), cells);
    }
  }

  private static int next(int place, int longest) {
    if (longest <= MOST_ROWS) {
      return place + 1;
    }
    boolean two = Integer.toString(place).startsWith("2");
    return two ? place / 2 * 5 : 2 * place;
  }
}
