package org.keepgate.spark.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.function.Function;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;

/** What all pictures have in common: fonts, axes, grid. */
final class ChartStyle {
  static final Font TICKS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font TITLES = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private final Function<ChartColor, Color> colors;

  /** {@code colors}: what each colour is drawn with. */
  ChartStyle(Function<ChartColor, Color> colors) {
    this.colors = colors;
  }

  Color color(ChartColor color) {
    return colors.apply(color);
  }

  /** A plot without a frame, with a grid that one reads values by. */
  void apply(XYPlot plot) {
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(color(ChartColor.GRID));
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
  }

  /** The chart of a plot; what the values are stands above the axis: turned text is no text. */
  JFreeChart chart(String measure, Plot plot) {
    JFreeChart chart = new JFreeChart(null, TITLES, plot, false);
    chart.setBackgroundPaint(null);
    chart.setPadding(new RectangleInsets(0, 0, 0, 8));
    TextTitle title = new TextTitle(measure, TITLES);
    title.setPaint(color(ChartColor.INK));
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    chart.addSubtitle(title);
    return chart;
  }

  NumberAxis axis() {
    NumberAxis axis = new NumberAxis();
    dress(axis);
    return axis;
  }

  /** The same with a label, from one value to another, with ticks so far apart. */
  NumberAxis axis(String label, double from, double to, double tick) {
    NumberAxis axis = axis();
    axis.setLabel(label);
    axis.setRange(from, to);
    axis.setTickUnit(new NumberTickUnit(tick, format("0.##"), 0));
    return axis;
  }

  /** Powers of ten, as numbers or, where they span many, with exponents. */
  LogAxis logAxis(double least, double greatest) {
    double from = Math.floor(2 * Math.log10(least)) / 2;
    double to = Math.max(from + 1, Math.ceil(2 * Math.log10(greatest)) / 2);
    LogAxis axis = new LogAxis();
    dress(axis);
    axis.setMinorTickMarksVisible(false);
    axis.setRange(Math.pow(10, from), Math.pow(10, to));
    boolean many = to - from > 3;
    axis.setTickUnit(new NumberTickUnit(many ? Math.ceil((to - from) / 6) : 0.5));
    axis.setNumberFormatOverride(format(many ? "0E0" : "0.##"));
    return axis;
  }

  private static DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  private void dress(ValueAxis axis) {
    axis.setLabelFont(TITLES);
    axis.setLabelPaint(color(ChartColor.INK));
    axis.setTickLabelFont(TICKS);
    axis.setTickLabelPaint(color(ChartColor.INK));
    axis.setAxisLineVisible(false);
    axis.setTickMarksVisible(false);
  }
}
