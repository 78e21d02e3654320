package org.keepgate.spark.report;

import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BoxAndWhiskerRenderer;
import org.jfree.chart.renderer.category.ScatterRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.statistics.DefaultBoxAndWhiskerCategoryDataset;
import org.jfree.data.statistics.DefaultMultiValueCategoryDataset;
import org.w3c.dom.Element;

/** The part of a report that compares samples: a box and a dot a value for each. */
final class DistributionsSection implements Section {
  private final Distributions samples;
  private final ChartStyle style = new ChartStyle(ChartColor::drawn);

  DistributionsSection(Distributions samples) {
    this.samples = samples;
  }

  @Override
  public void addTo(Page page, Element main, int number) {
    Element section = page.add(main, "section");
    page.add(section, "h2", samples.title());
    page.add(section, "p", samples.words());
    new Picture(
            (width, height) -> chart(),
            List.of(),
            samples.measure() + " of " + String.join(", ", samples.values().keySet()),
            "How to read it: " + samples.howToRead())
        .addTo(page, section, "samples" + number);
  }

  private JFreeChart chart() {
    DefaultBoxAndWhiskerCategoryDataset boxes = new DefaultBoxAndWhiskerCategoryDataset();
    DefaultMultiValueCategoryDataset dots = new DefaultMultiValueCategoryDataset();
    samples
        .values()
        .forEach(
            (name, values) -> {
              boxes.add(values, "", name);
              dots.add(values, "", name);
            });
    CategoryAxis names = new CategoryAxis();
    names.setTickLabelFont(ChartStyle.TICKS);
    names.setTickLabelPaint(style.color(ChartColor.INK));
    names.setAxisLineVisible(false);
    names.setTickMarksVisible(false);
    NumberAxis measure = style.axis();
    measure.setAutoRangeIncludesZero(false);
    CategoryPlot plot = new CategoryPlot(boxes, names, measure, boxRenderer());
    plot.setDataset(1, dots);
    plot.setRenderer(1, dotRenderer());
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setRangeGridlinePaint(style.color(ChartColor.GRID));
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return style.chart(samples.measure(), plot);
  }

  private BoxAndWhiskerRenderer boxRenderer() {
    BoxAndWhiskerRenderer renderer = new BoxAndWhiskerRenderer();
    renderer.setMeanVisible(false);
    renderer.setMaxOutlierVisible(false);
    renderer.setMinOutlierVisible(false);
    renderer.setMaximumBarWidth(0.12);
    renderer.setWhiskerWidth(0.5);
    renderer.setSeriesPaint(0, style.color(ChartColor.GRID));
    renderer.setSeriesOutlinePaint(0, style.color(ChartColor.INK));
    renderer.setUseOutlinePaintForWhiskers(true);
    renderer.setArtifactPaint(style.color(ChartColor.INK));
    return renderer;
  }

  private ScatterRenderer dotRenderer() {
    ScatterRenderer renderer = new ScatterRenderer();
    renderer.setSeriesPaint(0, style.color(ChartColor.VALIDATION));
    renderer.setSeriesShape(0, new Ellipse2D.Double(-3, -3, 6, 6));
    return renderer;
  }
}
