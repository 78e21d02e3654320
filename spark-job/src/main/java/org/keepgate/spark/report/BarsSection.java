package org.keepgate.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;
import org.w3c.dom.Element;

/** The part of a report that compares groups: bars and a table. */
final class BarsSection implements Section {
  private static final int ROW_HEIGHT = 30;
  private static final int USUAL_ROWS = 8;
  private static final ChartColor[] COLORS = {ChartColor.VALIDATION, ChartColor.TRAIN};
  private static final String[] STYLES = {"validation", "train"};

  private final Bars bars;
  private final ChartStyle style = new ChartStyle(ChartColor::drawn);

  BarsSection(Bars bars) {
    this.bars = bars;
  }

  @Override
  public void addTo(Page page, Element main, int number) {
    Element section = page.add(main, "section");
    page.add(section, "h2", bars.title());
    page.add(section, "p", bars.words());
    List<Picture.Entry> legend = new ArrayList<>();
    if (bars.values().size() > 1) {
      bars.values().keySet().forEach(n -> legend.add(new Picture.Entry(n, STYLES[legend.size()])));
    }
    int rows = bars.groups().size();
    new Picture(
            (width, height) -> chart(),
            legend,
            bars.measure() + " by " + bars.group() + "; the table below has the numbers",
            "How to read it: " + bars.howToRead(),
            ROW_HEIGHT * Math.max(-4, rows - USUAL_ROWS))
        .addTo(page, section, "bars" + number);
    addTable(page, section);
  }

  private JFreeChart chart() {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    bars.values()
        .forEach(
            (name, values) -> {
              for (int k = 0; k < values.length; k++) {
                data.addValue(
                    Double.isFinite(values[k]) ? values[k] : null, name, bars.groups().get(k));
              }
            });
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.05);
    for (int k = 0; k < bars.values().size(); k++) {
      renderer.setSeriesPaint(k, style.color(COLORS[k]));
    }
    CategoryAxis groups = new CategoryAxis();
    groups.setMaximumCategoryLabelWidthRatio(0.42f);
    groups.setMaximumCategoryLabelLines(2);
    groups.setTickLabelFont(ChartStyle.TICKS);
    groups.setTickLabelPaint(style.color(ChartColor.INK));
    groups.setAxisLineVisible(false);
    groups.setTickMarksVisible(false);
    groups.setCategoryMargin(0.25);
    NumberAxis measure = style.axis();
    measure.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    measure.setAutoRangeIncludesZero(true);
    CategoryPlot plot = new CategoryPlot(data, groups, measure, renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setRangeGridlinePaint(style.color(ChartColor.GRID));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return style.chart(bars.measure(), plot);
  }

  private void addTable(Page page, Element section) {
    List<String> headers = new ArrayList<>(List.of(bars.group()));
    headers.addAll(bars.values().keySet());
    headers.addAll(bars.more().keySet());
    Element body = page.table(section, true, headers.toArray(String[]::new));
    for (int k = 0; k < bars.groups().size(); k++) {
      List<String> cells = new ArrayList<>();
      for (double[] values : bars.values().values()) {
        cells.add(Figures.column(values).of(values[k]));
      }
      for (Map.Entry<String, List<String>> column : bars.more().entrySet()) {
        cells.add(column.getValue().get(k));
      }
      page.row(body, true, bars.groups().get(k), cells);
    }
  }
}
